// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A Redis of its own on a free port of the loopback interface; keeps nothing on disk. */
final class RedisServer implements AutoCloseable {
  private static final int TRIES = 5;

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one. Skips the test where {@code redis-server} is not installed, unless the system
   * property {@code redis.required} is true.
   */
  static RedisServer start() throws IOException {
    String binary = find();
    if (binary == null) {
      String told = "redis-server is not on the PATH (Debian: apt-get install redis-server)";
      if (Boolean.getBoolean("redis.required")) {
        throw new AssertionError(told);
      }
      Assumptions.abort(told);
    }
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < TRIES; i++) { // another process may be faster and take the port
      int port = freePort();
      Process process = launch(binary, port);
      if (hearsOfReadiness(process, said)) {
        return new RedisServer(process, port);
      }
      process.destroy();
    }
    throw new AssertionError("redis-server did not start: " + said);
  }

  private static String find() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      File file = new File(folder, "redis-server");
      if (file.canExecute()) {
        return file.getPath();
      }
    }
    return null;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(String binary, int port) throws IOException {
    return new ProcessBuilder(
            binary, "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        .redirectErrorStream(true)
        .start();
  }

  /** False if it ends before it accepts connections. */
  private static boolean hearsOfReadiness(Process process, StringBuilder said) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains("Ready to accept connections")) {
        return true;
      }
    }
    return false;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
  }
}
