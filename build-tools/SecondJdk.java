// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the second JDK that the tests run on: the newest installed one from 21 up that is another
 * feature release than the running one. Writes {@code second.jdk.java} (its launcher) or {@code
 * second.jdk.skip=true} as a properties file for the build to load.
 *
 * <p>Usage: {@code java SecondJdk.java <auto|none|JDK home> <true: a module without tests worth it>
 * <false: one where another JDK proves nothing> <properties file>}
 */
final class SecondJdk {
  private static final int OLDEST = 21;

  /** Where the usual installers put JDKs; each entry is a folder of JDK homes. */
  private static final String[] PLACES = {
    "/usr/lib/jvm",
    "/usr/java",
    "/opt/java",
    "/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk",
    "/Library/Java/JavaVirtualMachines",
    "~/Library/Java/JavaVirtualMachines",
    "~/.sdkman/candidates/java",
    "~/.jdks",
    "~/.jenv/versions",
    "~/.asdf/installs/java",
    "~/.local/share/mise/installs/java",
    "C:/Program Files/Java",
    "C:/Program Files/Eclipse Adoptium",
  };

  private SecondJdk() {}

  public static void main(String[] args) throws IOException {
    boolean skip = args[1].equals("true"); // a module whose tests do not run twice
    boolean here = args[2].equals("true");
    String wanted = skip || !here ? "none" : args[0];
    Optional<Path> jdk =
        switch (wanted) {
          case "none" -> Optional.empty();
          case "auto" -> newest();
          default -> Optional.of(Path.of(wanted));
        };
    if (jdk.isPresent() && feature(jdk.get()) == 0) {
      System.err.println("second.jdk: " + jdk.get() + " is not the home of a JDK");
      System.exit(1);
    }

    String running = System.getProperty("java.version");
    if (skip) {
      // nothing to tell
    } else if (jdk.isEmpty()) {
      String why =
          !here
              ? "another JDK proves nothing here"
              : wanted.equals("none")
                  ? "-P ci runs them on another, too"
                  : "no other JDK >= " + OLDEST + " found";
      System.out.println("Tests run on Java " + running + " only: " + why + ".");
    } else {
      System.out.println(
          "Tests run on Java "
              + running
              + ", then on Java "
              + version(jdk.get())
              + ": "
              + jdk.get());
    }

    Path file = Path.of(args[3]);
    Files.createDirectories(file.getParent());
    Properties found = new Properties();
    found.setProperty("second.jdk.skip", String.valueOf(jdk.isEmpty()));
    found.setProperty("second.jdk.java", jdk.map(home -> launcher(home).toString()).orElse(""));
    try (var out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      found.store(out, null);
    }
  }

  private static Optional<Path> newest() throws IOException {
    TreeMap<Integer, Path> byFeature = new TreeMap<>();
    for (Map.Entry<String, String> entry : System.getenv().entrySet()) {
      // JAVA_HOME_25_X64 (GitHub), JDK_25, JDK25, JAVA25_HOME, JAVA_HOME
      if (entry.getKey().matches("JAVA_HOME.*|JDK_?\\d+.*|JAVA_?\\d+_HOME")) {
        consider(Path.of(entry.getValue()), byFeature);
      }
    }
    for (String place : PLACES) {
      Path folder = Path.of(place.replaceFirst("^~", System.getProperty("user.home")));
      if (Files.isDirectory(folder)) {
        try (Stream<Path> homes = Files.list(folder)) {
          for (Path home : homes.sorted().toList()) {
            consider(home, byFeature);
            consider(home.resolve("Contents/Home"), byFeature); // macOS
            consider(home.resolve("x64"), byFeature); // GitHub's tool cache
          }
        }
      }
    }
    byFeature.remove(Runtime.version().feature());
    return Optional.ofNullable(byFeature.lastEntry())
        .filter(entry -> entry.getKey() >= OLDEST)
        .map(Map.Entry::getValue);
  }

  private static void consider(Path home, Map<Integer, Path> byFeature) {
    int feature = feature(home);
    if (feature > 0) {
      byFeature.putIfAbsent(feature, home);
    }
  }

  /** Returns the feature release of the JDK at {@code home}, or 0 when there is none. */
  private static int feature(Path home) {
    String version = version(home);
    try {
      return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
    } catch (IllegalArgumentException e) {
      return 0; // Java 8 and earlier, or something odd: too old either way
    }
  }

  /** Returns the version in a JDK's {@code release} file, or an empty text. */
  private static String version(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(launcher(home))) {
      return "";
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", "").trim())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static Path launcher(Path home) {
    Path windows = home.resolve("bin/java.exe");
    return Files.exists(windows) ? windows : home.resolve("bin/java");
  }
}
