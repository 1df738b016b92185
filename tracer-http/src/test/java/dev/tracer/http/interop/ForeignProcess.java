// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A relay in another process, traced by somebody else's tracer. */
final class ForeignProcess implements AutoCloseable {
  /** What the build put there: see the profile "interop". */
  private static final Path HOME =
      Path.of(System.getProperty("interop.home", "target/interop")).toAbsolutePath();

  private final Process process;
  private final int port;

  private ForeignProcess(List<String> command, Path folder) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    builder.environment().put("OTEL_METRICS_EXPORTER", "none");
    builder.environment().put("OTEL_LOGS_EXPORTER", "none");
    builder.environment().put("OTEL_PROPAGATORS", "tracecontext,baggage");
    builder.environment().put("OTEL_SERVICE_NAME", "relay");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      this.process = builder.start();
      this.port = awaitPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A Java service under OpenTelemetry's agent. */
  static ForeignProcess javaAgent() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    try (Stream<Path> files = Files.list(HOME)) {
      Path agent =
          files
              .filter(file -> file.getFileName().toString().startsWith("opentelemetry-javaagent"))
              .findFirst()
              .orElseThrow();
      return new ForeignProcess(
          List.of(
              java,
              "-javaagent:" + agent,
              "-cp",
              System.getProperty("java.class.path"),
              Relay.class.getName()),
          HOME);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A Node service with OpenTelemetry's SDK. */
  static ForeignProcess node() {
    return new ForeignProcess(List.of("node", "relay.js"), HOME.resolve("node"));
  }

  private int awaitPort() throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("port ")) {
        return Integer.parseInt(line.substring(5));
      }
    }
    throw new AssertionError("the process ended before it listened");
  }

  /** Makes it call {@code target}. */
  URI relay(URI target) {
    String url = URLEncoder.encode(target.toString(), StandardCharsets.UTF_8);
    return URI.create("http://127.0.0.1:" + port + "/relay?url=" + url);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
