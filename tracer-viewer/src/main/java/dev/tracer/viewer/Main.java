// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.DetachedThread;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The viewer as a program of its own: {@code java -jar tracer-viewer-all.jar}. */
final class Main {
  /** Where SDKs send to by default (OTLP over HTTP). */
  private static final int PORT = 4318;

  private static final int MAX_PORT = 65535;
  private static final List<String> OPTIONS =
      List.of("--port", "--open", "--append", "--max-bytes");
  private static final String NO_JSON = " no OTLP-JSON, which has one object a line";

  /** Instead of a status to exit with. */
  static final int SERVING = -1;

  private static final String USAGE =
      """
      usage: java -jar tracer-viewer-all.jar [--port N] [--open FILE.jsonl]...
                                             [--append FILE.jsonl] [--max-bytes N]
      Shows traces at http://127.0.0.1:N/ (4318 by default; 0 takes a free port). Receives OTLP over
      HTTP in JSON and protobuf on /v1/traces and /v1/logs, Zipkin JSON on /api/v2/spans.
        --open FILE     show the OTLP-JSON lines of a file, too
        --append FILE   also write the received spans to a file
        --max-bytes N   memory for traces, 67108864 by default
        --help          print this
      """;

  private Main() {}

  /** Runs until the process is stopped. */
  public static void main(String[] args) throws InterruptedException {
    new DetachedThread("tracer-viewer-warm-up", Main::formatDate).start();
    // Read once by the server, so only a program that owns the process may set them: no waiting
    // for the acknowledgement of the headers, and nobody may take a minute for a request.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
    int status = run(args, System.out, System.err);
    if (status != SERVING) {
      System.exit(status);
    }
    new CountDownLatch(1).await();
  }

  /** Starts what the arguments say; the status to exit with, or {@link #SERVING}. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    if (Stream.of(args).anyMatch(arg -> arg.equals("--help") || arg.equals("-h"))) {
      out.print(USAGE);
      return 0;
    }
    List<Path> files = new ArrayList<>();
    Viewer viewer;
    try {
      viewer = options(args, files).start();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      err.println("tracer-viewer: " + e.getMessage());
      err.print(e instanceof IllegalArgumentException ? USAGE : "");
      return 2;
    }
    for (Path file : files) {
      if (!open(viewer, file, err)) {
        viewer.close();
        return 1;
      }
    }
    out.println("Traces: " + viewer.uri());
    return SERVING;
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
      String option = args[i];
      if (!OPTIONS.contains(option)) {
        throw new IllegalArgumentException("unknown option: " + option);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      String value = args[i + 1];
      switch (option) {
        case "--port" -> builder.port((int) number(option, value, 0, MAX_PORT));
        case "--max-bytes" ->
            builder.maxBytes(number(option, value, ViewerBuilder.LEAST_BYTES, Long.MAX_VALUE));
        case "--append" -> builder.appendTo(path(option, value));
        default -> files.add(path(option, value));
      }
    }
    return builder;
  }

  private static long number(String option, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    String to = most == Long.MAX_VALUE ? " on" : " to " + most;
    throw new IllegalArgumentException(
        option + " must be a number from " + least + to + ": " + value);
  }

  private static Path path(String option, String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(option + " must be a file: " + value, e);
    }
  }

  /** Reads a file; tells what is wrong with it, and whether anything is right. */
  private static boolean open(Viewer viewer, Path file, PrintStream err) {
    String name = "tracer-viewer: --open " + file + ": ";
    try {
      long before = viewer.received();
      int bad = viewer.open(file);
      if (bad > 0) {
        err.println(name + bad + (bad == 1 ? " line is" : " lines are") + NO_JSON);
      }
      return bad == 0 || viewer.received() > before;
    } catch (NoSuchFileException e) {
      err.println(name + "no such file");
    } catch (IOException e) {
      err.println(name + "cannot be read: " + e.getMessage());
    }
    return false;
  }
}
