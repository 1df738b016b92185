// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is worth knowing of this machine; nothing that tells whose it is. */
final class Machine {
  private Machine() {}

  static Map<String, Object> describe() {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("cpu", cpu());
    description.put("cores", machine.getAvailableProcessors());
    description.put("memoryGiB", Math.round(machine.getTotalMemorySize() / (double) (1 << 30)));
    String kernel = System.getProperty("os.version").replaceFirst("-.*", "");
    description.put("os", System.getProperty("os.name") + " " + kernel);
    description.put("arch", System.getProperty("os.arch"));
    description.put(
        "jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    description.put("load", Math.round(machine.getSystemLoadAverage() * 10) / 10.0);
    return description;
  }

  /** The description, after a wait until other work is over, or {@code patience} is. */
  static Map<String, Object> describeOnceQuiet(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Map<String, Object> description = describe();
    while (isBusy(description) && System.nanoTime() - end < 0) {
      TimeUnit.SECONDS.sleep(10);
      description = describe();
    }
    return description;
  }

  /** Whether so much else was going on when it was described that no figure is worth keeping. */
  static boolean isBusy(Map<String, Object> description) {
    return (double) description.get("load") > (int) description.get("cores") / 4.0;
  }

  static String cpu() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(Machine::cpuOfMac);
    } catch (IOException e) {
      return cpuOfMac();
    }
  }

  private static String cpuOfMac() {
    try {
      Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
      String name =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return name.isEmpty() ? System.getProperty("os.arch") : name;
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** The processor's name as part of a file's name. */
  static String slug() {
    return cpu().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
