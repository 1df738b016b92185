// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.DetachedThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** The viewer as a program of its own: {@code java -jar tracer-viewer.jar}. */
final class Main {
  /** Where SDKs send to by default (OTLP over HTTP). */
  private static final int PORT = 4318;

  private static final String USAGE =
      """
      usage: java -jar tracer-viewer.jar [--port N] [--open FILE.jsonl]... [--append FILE.jsonl]
                                         [--max-bytes N]
      Shows traces at http://127.0.0.1:N/ (4318 by default; 0 takes a free port). Receives OTLP over
      HTTP in JSON and protobuf on /v1/traces and /v1/logs, Zipkin JSON on /api/v2/spans.
        --open FILE     show the OTLP-JSON lines of a file, too
        --append FILE   also write the received spans to a file
        --max-bytes N   memory for traces, 67108864 by default
      """;

  private Main() {}

  /** Runs until the process is stopped. */
  public static void main(String[] args) throws InterruptedException {
    new DetachedThread("tracer-viewer-warm-up", Main::formatDate).start();
    // Read once by the server, so only a program that owns the process may set them: no waiting
    // for the acknowledgement of the headers, and nobody may take a minute for a request.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
    List<Path> files = new ArrayList<>();
    Viewer viewer;
    try {
      viewer = options(args, files).start();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println("tracer-viewer: " + e.getMessage());
      System.err.print(e instanceof IllegalArgumentException ? USAGE : "");
      System.exit(2);
      return;
    }
    System.out.println("Traces: " + viewer.uri());
    files.forEach(file -> open(viewer, file));
    new CountDownLatch(1).await();
  }

  /**
   * The server writes the date into its first answer, for which the JDK loads its data of locales:
   * half of all that the first page waits for, so it is begun at once, beside everything else.
   */
  private static void formatDate() {
    var unused =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.US)
            .withZone(ZoneId.of("GMT"))
            .format(Instant.EPOCH);
  }

  private static ViewerBuilder options(String[] args, List<Path> files) {
    ViewerBuilder builder = Viewer.builder().port(PORT);
    builder.afterRequest = new SmallHeap();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length || args[i].equals("--help")) {
        throw new IllegalArgumentException("unexpected argument: " + args[i]);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--port" -> builder.port(Integer.parseInt(value));
        case "--max-bytes" -> builder.maxBytes(Long.parseLong(value));
        case "--append" -> builder.appendTo(Path.of(value));
        case "--open" -> files.add(Path.of(value));
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    return builder;
  }

  private static void open(Viewer viewer, Path file) {
    try {
      int bad = viewer.open(file);
      if (bad > 0) {
        System.err.println(file + ": " + bad + " lines are no OTLP-JSON");
      }
    } catch (IOException e) {
      System.err.println(file + " cannot be read: " + e);
    }
  }
}
