// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import dev.tracer.Attributes;
import dev.tracer.AttributesBuilder;
import dev.tracer.Resource;
import dev.tracer.internal.ProcessText;
import dev.tracer.internal.ThreadState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be known about this process without asking anybody (semantic conventions, "Resource":
 * process, host, operating system, container). No process is started and nothing is looked up in
 * the network; what cannot be read is left out. Arguments of the command line are not read, as they
 * may hold secrets.
 */
final class DetectedResource {
  /** One value for the life of the process, also if several tracers are configured. */
  private static final String INSTANCE_ID = instanceId();

  private static final int CONTAINER_ID = 64;
  private static final int MOST_LINES = 1_000;

  private final Path proc;
  private final Path etc;

  /** Reads below these folders, usually {@code /proc/self} and {@code /etc}. */
  DetectedResource(Path proc, Path etc) {
    this.proc = proc;
    this.etc = etc;
  }

  static Resource ofProcess() {
    return new DetectedResource(Path.of("/proc/self"), Path.of("/etc")).detect();
  }

  Resource detect() {
    var attributes = Attributes.builder();
    attributes.set("service.instance.id", INSTANCE_ID);
    setPid(attributes);
    attributes.set("process.runtime.name", ProcessText.property("java.runtime.name"));
    attributes.set("process.runtime.version", ProcessText.property("java.runtime.version"));
    attributes.set("host.name", hostName());
    attributes.set("host.arch", architecture(ProcessText.property("os.arch")));
    attributes.set("os.type", osType(ProcessText.property("os.name")));
    attributes.set("os.version", ProcessText.property("os.version"));
    attributes.set("container.id", containerId());
    return Resource.of(attributes.build());
  }

  /** A random UUID (RFC 9562, version 4), without a SecureRandom, which may lack entropy. */
  private static String instanceId() {
    long[] random = ThreadState.randomState(ThreadState.slot());
    long high = ThreadState.random(random) & ~0xF000L | 0x4000L;
    long low = ThreadState.random(random) >>> 2 | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  private static void setPid(AttributesBuilder attributes) {
    try {
      attributes.set("process.pid", ProcessHandle.current().pid());
    } catch (SecurityException | UnsupportedOperationException e) {
      // then nobody learns it
    }
  }

  /* InetAddress.getLocalHost() may wait seconds for a name server. */
  private @Nullable String hostName() {
    String variable = ProcessText.variable("HOSTNAME");
    if (variable == null || variable.isBlank()) {
      variable = ProcessText.variable("COMPUTERNAME");
    }
    if (variable != null && !variable.isBlank()) {
      return variable.strip();
    }
    try {
      String text = Files.readString(etc.resolve("hostname")).strip();
      return text.isEmpty() ? null : text;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** The conventions' name of a processor ({@code host.arch}). */
  static @Nullable String architecture(@Nullable String javaName) {
    if (javaName == null) {
      return null;
    }
    return switch (javaName) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case "arm" -> "arm32";
      case "ppc" -> "ppc32";
      case "ppc64le" -> "ppc64";
      case "i386", "x86" -> "x86";
      default -> javaName;
    };
  }

  /** The conventions' name of an operating system ({@code os.type}). */
  static @Nullable String osType(@Nullable String javaName) {
    if (javaName == null) {
      return null;
    }
    String name = javaName.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "windows";
    }
    if (name.startsWith("mac")) {
      return "darwin";
    }
    if (name.startsWith("sunos")) {
      return "solaris";
    }
    if (name.equals("hp-ux")) {
      return "hpux";
    }
    if (name.equals("z/os")) {
      return "zos";
    }
    int space = name.indexOf(' ');
    return space < 0 ? name : name.substring(0, space);
  }

  /**
   * The id in the control groups (version 1) or, for version 2, in the mounts; not that of the
   * sandbox whose host name the containers of a pod share.
   */
  private @Nullable String containerId() {
    String id = idIn(proc.resolve("cgroup"), "");
    return id != null ? id : idIn(proc.resolve("mountinfo"), "hostname");
  }

  /** The first id in a line that holds {@code word}. */
  private static @Nullable String idIn(Path file, String word) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String line = lines.readLine();
      for (int i = 0; line != null && i < MOST_LINES; i++, line = lines.readLine()) {
        boolean tells = line.contains(word) && !line.contains("/sandboxes/");
        String id = tells ? idIn(line) : null;
        if (id != null) {
          return id;
        }
      }
    } catch (IOException | RuntimeException e) {
      return null; // not Linux, or not allowed
    }
    return null;
  }

  /** The first run of just 64 lower-case hex digits. */
  private static @Nullable String idIn(String line) {
    int digits = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
        digits++;
      } else if (digits == CONTAINER_ID) {
        return line.substring(i - CONTAINER_ID, i);
      } else {
        digits = 0;
      }
    }
    return null;
  }
}
