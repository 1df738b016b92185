// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Proves that a built jar is small, needs only the named modules, and works with nothing beside it:
 * a consumer is compiled against the jar alone, then run on the module path, on the class path and
 * in a run-time image.
 *
 * <p>Usage: {@code java JarCheck.java <jar> <max bytes> <modules it needs> <packages the
 * application brings or nobody loads> <consumer source folder> <work folder>}; lists are
 * comma-separated. The consumer is a module {@code consumer} with a main class {@code
 * consumer.Main}; a folder that does not exist is skipped.
 */
final class JarCheck {
  private static final Pattern EDGE = Pattern.compile("(?m)^\\S+ -> (\\S+)$");
  private static final Pattern MISSING = Pattern.compile("(?m)^ +(\\S+) +-> (\\S+) +not found$");

  private final List<String> problems = new ArrayList<>();
  private final Path jar;

  private JarCheck(Path jar) {
    this.jar = jar;
  }

  public static void main(String[] args) throws Exception {
    JarCheck check = new JarCheck(Path.of(args[0]));
    String module = check.module();
    check.size(Long.parseLong(args[1]));
    check.modules(Set.of(args[2].split(",")), Set.of(args[3].split(",")));
    Path consumer = Path.of(args[4]);
    if (Files.isDirectory(consumer)) {
      check.consumer(consumer, Path.of(args[5]), args[2]);
    }
    for (String problem : check.problems) {
      System.err.println("JarCheck: " + problem);
    }
    if (!check.problems.isEmpty()) {
      System.exit(1);
    }
    System.out.printf(
        "%s: module %s, %,d of %,d bytes, needs %s%s.%n",
        check.jar.getFileName(),
        module,
        Files.size(check.jar),
        Long.parseLong(args[1]),
        args[2],
        Files.isDirectory(consumer) ? "; consumer ran on module path, class path, image" : "");
  }

  private String module() {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor().name();
  }

  private void size(long max) throws IOException {
    long size = Files.size(jar);
    if (size > max) {
      problems.add(
          jar.getFileName() + " has " + size + " bytes, more than the " + max + " allowed");
    }
  }

  private void modules(Set<String> allowed, Set<String> provided) {
    String summary = tool("jdeps", "--multi-release", "17", "-summary", jar.toString());
    Set<String> needed = new TreeSet<>();
    for (Matcher edge = EDGE.matcher(summary); edge.find(); ) {
      needed.add(edge.group(1));
    }
    if (!needed.equals(allowed)) {
      problems.add("the jar needs modules " + needed + ", allowed are " + allowed);
    }
    String missing = tool("jdeps", "--multi-release", "17", "--missing-deps", jar.toString());
    for (Matcher use = MISSING.matcher(missing); use.find(); ) {
      if (provided.stream().noneMatch(name -> use.group(2).startsWith(name + "."))) {
        problems.add(use.group(1) + " needs " + use.group(2) + ", which is in no allowed module");
      }
    }
  }

  private void consumer(Path sources, Path work, String modules) throws Exception {
    Path classes = work.resolve("classes");
    Path image = work.resolve("image");
    delete(work);
    Files.createDirectories(classes);
    List<String> javac = new ArrayList<>();
    javac.addAll(
        List.of("--release", "17", "-Xlint:all,-try", "-Werror", "-d", classes.toString()));
    javac.addAll(List.of("--module-path", jar.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(javac::add);
    }
    tool("javac", javac.toArray(String[]::new));
    if (!problems.isEmpty()) {
      return;
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = jar + File.pathSeparator + classes;
    run(
        "module path",
        java,
        "--limit-modules",
        modules + "," + module(),
        "-p",
        path,
        "-m",
        "consumer/consumer.Main");
    run("class path", java, "--limit-modules", modules, "-cp", path, "consumer.Main");
    tool("jlink", "--module-path", path, "--add-modules", "consumer", "--output", image.toString());
    if (problems.isEmpty()) {
      run("image", image.resolve("bin/java").toString(), "-m", "consumer/consumer.Main");
    }
    delete(image);
  }

  private String tool(String name, String... args) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    int exit = ToolProvider.findFirst(name).orElseThrow().run(out, out, args);
    if (exit != 0) {
      problems.add(name + " " + String.join(" ", args) + " failed:\n" + text);
    }
    return text.toString();
  }

  private void run(String where, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      problems.add("the consumer failed on the " + where + ":\n" + text);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
      }
    }
  }
}
