// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Processes that do not outlive this one: started here, ended by {@link #close} or, if this process
 * is interrupted, by its shutdown. Their output is in files of a folder that goes with them.
 * Confined to one thread, but for the shutdown.
 */
final class Programs implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 50;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Path folder;
  private final List<Process> running = new ArrayList<>(); // guarded by itself
  private boolean ended; // guarded by running
  private final Thread hook = new Thread(this::end, "end-programs");

  Programs() throws IOException {
    this.folder = Files.createTempDirectory("tracer-backends");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where programs may write. */
  Path folder() {
    return folder;
  }

  /** A port of the loopback interface that was free just now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts a program and waits until it answers.
   *
   * @throws IOException with the end of its output if it ends or does not answer in time
   */
  void start(String name, URI readiness, List<String> command)
      throws IOException, InterruptedException {
    start(name, readiness, command, Map.of());
  }

  /** The same with variables. */
  void start(String name, URI readiness, List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(variables);
    Process process;
    synchronized (running) {
      if (ended) {
        throw new IOException("the end has come");
      }
      process = builder.start();
      running.add(process);
    }
    process.getOutputStream().close();
    long begin = System.nanoTime();
    while (!answers(readiness)) {
      boolean gone = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (gone || System.nanoTime() - begin > READY.toNanos()) {
        throw new IOException(name + " did not start: " + tail(log));
      }
    }
  }

  private boolean answers(URI readiness) throws InterruptedException {
    try {
      return get(readiness).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(
        request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks until {@code answer} is complete, or a minute is over; returns the last answer. */
  static <T> T await(Question<T> question, Predicate<T> complete)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    T answer = question.ask();
    while (!complete.test(answer) && System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(1)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
      answer = question.ask();
    }
    return answer;
  }

  /** What is asked of a backend until it knows. */
  interface Question<T> {
    T ask() throws IOException, InterruptedException;
  }

  private void end() {
    synchronized (running) {
      ended = true;
      running.forEach(Process::destroy);
      for (Process process : running) {
        try {
          if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
          }
        } catch (InterruptedException e) {
          process.destroyForcibly();
          Thread.currentThread().interrupt();
        }
      }
      running.clear();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // it is in the folder for such files
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it runs already
    }
  }
}
