// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import dev.tracer.Context;
import dev.tracer.Tracer;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.propagation.ProcessEnvironment;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a trace into another process by its environment: {@code TRACEPARENT} and its kin. Build
 * tools and shell scripts do the same.
 */
public final class ChildProcess {
  private ChildProcess() {}

  /** Runs the example: a parent that starts itself again as a child. */
  public static void main(String[] args) throws Exception {
    boolean child = args.length == 1 && args[0].equals("child");
    if (!child) {
      new Options("child-process", args).done();
    }
    try (Tracer tracer =
        Tracer.builder(child ? "child" : "parent").exporter(ConsoleExporter.create()).build()) {
      if (child) {
        Context caller = ProcessEnvironment.extract(tracer);
        tracer.spanBuilder("work-of-the-child").parent(caller).start().end();
      } else {
        tracer.run(
            "start-child",
            span -> {
              ProcessBuilder process = new ProcessBuilder(command()).inheritIO();
              ProcessEnvironment.inject(tracer, process);
              int exit = process.start().waitFor();
              span.set("process.exit.code", exit);
            });
      }
    }
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ChildProcess.class.getName());
    command.add("child");
    return command;
  }
}
