// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A service as a process of its own. It tells its address in its first line, and ends when its
 * input does: so it cannot outlive the shop, however that ends.
 */
final class ServiceProcess implements AutoCloseable {
  private static final String READY = "ready at ";

  private final Process process;
  private final String address;

  /** Starts the process and waits until the service is there. */
  ServiceProcess(Setup setup) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=" + (setup.name().equals("recommendation") ? 4 : 1),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceProcess.class.getName()));
    command.addAll(List.of(setup.arguments()));
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      System.out.println(setup.name() + ": " + line);
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException(setup.name() + " did not start");
    }
    this.address = line.substring(READY.length());
    Thread printer = new Thread(() -> print(setup.name(), output), setup.name() + "-output");
    printer.setDaemon(true);
    printer.start();
  }

  private static void print(String name, BufferedReader output) {
    output.lines().forEach(line -> System.out.printf("%14s  %s%n", name, line));
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a service until the input ends, even while it still starts. */
  public static void main(String[] args) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread watcher = new Thread(() -> watch(end), "watcher");
    watcher.setDaemon(true);
    watcher.start();
    try (Service service = Services.start(Setup.of(args))) {
      System.out.println(READY + service.address());
      end.await();
    }
    System.exit(0);
  }

  private static void watch(CountDownLatch end) {
    try {
      while (System.in.read() >= 0) {
        // nobody writes
      }
    } catch (IOException e) {
      // the same as its end
    }
    end.countDown();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(10)); // for an orderly end
    Runtime.getRuntime().halt(1);
  }
}
