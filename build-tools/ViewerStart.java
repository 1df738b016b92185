// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures how soon after the start of its process the viewer serves its first page, several times,
 * and how much processor time that took, which does not depend on what else the machine does. The
 * first run, which may have to make what the later ones use, is told on its own.
 *
 * <p>Usage: {@code java ViewerStart.java <tracer-viewer-all.jar> <runs> [<option of the virtual
 * machine> ...]}.
 */
final class ViewerStart {
  private ViewerStart() {}

  public static void main(String[] args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(args).subList(2, args.length));
    command.addAll(List.of("-jar", args[0], "--port", "0"));
    int runs = Integer.parseInt(args[1]);
    long[] first = run(command);
    System.out.printf(
        "first run: listening %d ms, page %d ms, processor %d ms%n", first[0], first[1], first[2]);
    long[][] figures = new long[3][runs];
    for (int i = 0; i < runs; i++) {
      long[] figure = run(command);
      for (int k = 0; k < figure.length; k++) {
        figures[k][i] = figure[k];
      }
    }
    print("listening", figures[0]);
    print("first page", figures[1]);
    print("processor time", figures[2]);
  }

  private static void print(String what, long[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        "%-15s median %d ms, from %d to %d%n",
        what, millis[millis.length / 2], millis[0], millis[millis.length - 1]);
  }

  /** Milliseconds until it listens, until the page is there, and of processor time until then. */
  private static long[] run(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      URI uri = URI.create(output.readLine().substring("Traces: ".length()));
      long listening = System.nanoTime();
      try (InputStream page = uri.toURL().openStream()) {
        page.readAllBytes();
      }
      long end = System.nanoTime();
      long processor = process.info().totalCpuDuration().map(d -> d.toMillis()).orElse(-1L);
      return new long[] {
        TimeUnit.NANOSECONDS.toMillis(listening - start),
        TimeUnit.NANOSECONDS.toMillis(end - start),
        processor
      };
    } finally {
      process.destroy();
      process.waitFor(); // may still write its archive of classes
    }
  }
}
