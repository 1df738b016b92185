// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine of its own, set up as no other test could bear it. */
public final class ChildProgram {
  private ChildProgram() {}

  /**
   * Runs a program to its end, however long that takes.
   *
   * @param directory for what it says
   * @param options of the virtual machine
   * @return all it said
   */
  public static String run(
      Path directory, Class<?> program, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", "");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }
}
