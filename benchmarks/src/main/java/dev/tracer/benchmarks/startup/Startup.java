// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.startup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How long does a fresh JVM take until its first span is exported and acknowledged? Each contestant
 * runs in a JVM without any options and with a class path of its own: it builds a tracer with the
 * defaults of its OTLP/HTTP exporter, starts and ends one span, and flushes.
 *
 * <p>The destination is an HTTP server of this process on the loopback interface, which answers 200
 * at once. Two times are taken:
 *
 * <ul>
 *   <li>from main: from the first statement of the child's {@code main} until its flush returns, by
 *       the child's {@code nanoTime};
 *   <li>from the process: from before this process asks for the child until it has written the
 *       answer to the child's first export, by this process's {@code nanoTime}.
 * </ul>
 *
 * <p>Contestants alternate. Dimensions: the library; for OpenTelemetry the HTTP client, OkHttp by
 * default or the JDK's.
 */
public final class Startup {
  private static final long TIMEOUT_SECONDS = 30;

  private final Map<String, List<String>> commands = new LinkedHashMap<>();

  /** Prepares the class paths. */
  public Startup() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String here = location(Startup.class);
    Predicate<String> peer =
        jar -> jar.matches("(opentelemetry|okhttp|okio|kotlin|annotations)-.*");
    Predicate<String> jdkOnly = jar -> jar.matches("opentelemetry-(?!exporter-sender-okhttp).*");
    command(
        "openTelemetry",
        java,
        classPath(here, peer.and(jar -> !jar.contains("sender-jdk"))),
        OpenTelemetryStartup.class);
    command("openTelemetryJdkClient", java, classPath(here, jdkOnly), OpenTelemetryStartup.class);
  }

  private void command(String contestant, String java, List<String> classPath, Class<?> main) {
    commands.put(
        contestant,
        List.of(java, "-cp", String.join(File.pathSeparator, classPath), main.getName()));
  }

  private static List<String> classPath(String first, Predicate<String> wanted) {
    List<String> path = new ArrayList<>(List.of(first));
    for (Path entry : classPath()) {
      if (wanted.test(entry.getFileName().toString())) {
        path.add(entry.toString());
      }
    }
    return path;
  }

  /** The class path of this process. */
  public static List<Path> classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(Path::of)
        .toList();
  }

  private static String location(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  /** Starts each contestant once. */
  public void round(Listener listener) throws IOException, InterruptedException {
    for (Map.Entry<String, List<String>> contestant : commands.entrySet()) {
      try (Sink sink = new Sink()) {
        List<String> command = new ArrayList<>(contestant.getValue());
        command.add(sink.endpoint());
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          process.destroyForcibly();
          throw new IllegalStateException(contestant.getKey() + " failed: " + output);
        }
        if (!output.matches("\\d+") || sink.acknowledged.get() == 0) {
          throw new IllegalStateException(contestant.getKey() + " exported nothing: " + output);
        }
        listener.measured(
            contestant.getKey(), Long.parseLong(output), sink.acknowledged.get() - start);
      }
    }
  }

  /** Takes results. */
  @FunctionalInterface
  public interface Listener {
    /** One start of a contestant took so many nanoseconds. */
    void measured(String contestant, long fromMain, long fromProcess);
  }

  /** Answers every request with success and remembers when it first did. */
  private static final class Sink implements AutoCloseable {
    final AtomicLong acknowledged = new AtomicLong();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Sink() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        byte[] request = exchange.getRequestBody().readAllBytes();
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] response = "application/json".equals(type) ? new byte[] {'{', '}'} : new byte[0];
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(
            request.length == 0 ? 400 : 200, response.length == 0 ? -1 : response.length);
        exchange.getResponseBody().write(response);
      }
      acknowledged.compareAndSet(0, System.nanoTime());
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdown();
    }
  }
}
