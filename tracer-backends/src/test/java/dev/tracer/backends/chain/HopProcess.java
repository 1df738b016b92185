// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** A service of the chain in a process of its own. What it says is kept. */
final class HopProcess implements AutoCloseable {
  private static final String END = "(end of output)";

  private final String kind;
  private final Process process;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final List<String> read = new ArrayList<>();
  private final List<Thread> readers;

  private HopProcess(String kind, Process process) {
    this.kind = kind;
    this.process = process;
    // each by itself: agents log where one stream for both would mix it into the lines of the other
    this.readers =
        List.of(
            new Thread(() -> readAll(process.inputReader(StandardCharsets.UTF_8), END)),
            new Thread(
                () -> readAll(process.errorReader(StandardCharsets.UTF_8), "no more errors")));
    for (Thread reader : readers) {
      reader.setName("output of " + kind);
      reader.setDaemon(true);
      reader.start();
    }
  }

  /** Starts it on the class path of this test. */
  static HopProcess start(String kind) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"));
    if (kind.equals("datadog")) {
      command.addAll(agent());
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(HopProgram.class.getName(), kind));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("DD_"));
    builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_"));
    builder.environment().keySet().removeIf(name -> name.contains("AWS_XRAY"));
    return new HopProcess(kind, builder.start());
  }

  /** Datadog's agent, with its spans on the console instead of anywhere else. */
  private static List<String> agent() {
    return List.of(
        "-javaagent:" + System.getProperty("datadog.jar"),
        "-Ddd.service=datadog",
        "-Ddd.trace.propagation.style=datadog",
        "-Ddd.trace.otel.enabled=true",
        "-Ddd.writer.type=PrintingWriter",
        "-Ddd.trace.agent.url=http://127.0.0.1:1",
        "-Ddd.instrumentation.telemetry.enabled=false",
        "-Ddd.remote_config.enabled=false",
        "-Ddd.jmxfetch.enabled=false",
        "-Ddd.trace.startup.logs=false");
  }

  private void readAll(BufferedReader output, String end) {
    try (output) {
      output.lines().forEach(unread::add);
    } catch (IOException | UncheckedIOException e) {
      unread.add(e.toString());
    }
    unread.add(end);
  }

  /** The port that it listens on, once it does. */
  String port() throws InterruptedException {
    return await(line -> line.startsWith("ready ")).substring("ready ".length());
  }

  /** The next line like that. */
  String await(Predicate<String> wanted) throws InterruptedException {
    while (true) {
      String line = unread.take();
      read.add(line);
      if (wanted.test(line)) {
        return line;
      }
      if (line.equals(END)) {
        throw new AssertionError(kind + " ended before it said that: " + read);
      }
    }
  }

  /** All that it said until now. */
  String output() {
    List<String> all = new ArrayList<>(read);
    all.addAll(unread);
    return kind + ":\n" + String.join("\n", all);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    for (Thread reader : readers) {
      reader.join();
    }
  }
}
