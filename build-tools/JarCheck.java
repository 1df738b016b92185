// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Proves that a built jar is small, needs only the named modules, says the same to OSGi as to the
 * module system, and works with nothing beside it: a consumer is compiled against the jar alone,
 * then run on the module path, on the class path and in a run-time image.
 *
 * <p>Usage: {@code java JarCheck.java <jar> <max bytes> <modules it needs> <packages the
 * application brings or nobody loads> <consumer source folder> <work folder> <class path>}; lists
 * are comma-separated. Needed modules that the JDK does not have are taken from the class path. The
 * consumer is a module {@code consumer} with a main class {@code consumer.Main}; a folder that does
 * not exist is skipped.
 */
final class JarCheck {
  private static final Pattern EDGE = Pattern.compile("(?m)^\\S+ -> (\\S+)$");
  private static final Pattern MISSING = Pattern.compile("(?m)^ +(\\S+) +-> (\\S+) +not found$");

  private final List<String> problems = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final Path jar;

  /** The needed modules that are not the JDK's, in the order of the class path. */
  private final List<ModuleReference> libraries = new ArrayList<>();

  private JarCheck(Path jar, Set<String> modules, String classPath) {
    this.jar = jar;
    for (String entry : classPath.split(File.pathSeparator)) {
      ModuleFinder.of(Path.of(entry)).findAll().stream()
          .filter(library -> modules.contains(library.descriptor().name()))
          .forEach(libraries::add);
    }
  }

  public static void main(String[] args) throws Exception {
    Set<String> modules = Set.of(args[2].split(","));
    JarCheck check = new JarCheck(Path.of(args[0]), modules, args[6]);
    String module = check.module();
    check.size(Long.parseLong(args[1]));
    check.modules(modules, Set.of(args[3].split(",")));
    check.bundle();
    Path consumer = Path.of(args[4]);
    if (Files.isDirectory(consumer)) {
      check.consumer(consumer, Path.of(args[5]), modules);
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
        Files.isDirectory(consumer) ? "; consumer ran on " + String.join(", ", check.ran) : "");
  }

  private String module() {
    return descriptor().name();
  }

  private ModuleDescriptor descriptor() {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }

  private void size(long max) throws IOException {
    long size = Files.size(jar);
    if (size > max) {
      problems.add(
          jar.getFileName() + " has " + size + " bytes, more than the " + max + " allowed");
    }
  }

  private void modules(Set<String> allowed, Set<String> provided) {
    String summary = jdeps("-summary");
    Set<String> needed = new TreeSet<>();
    for (Matcher edge = EDGE.matcher(summary); edge.find(); ) {
      needed.add(edge.group(1));
    }
    for (ModuleDescriptor.Requires required : descriptor().requires()) { // also for its libraries
      if (!required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
        needed.add(required.name());
      }
    }
    if (!needed.equals(allowed)) {
      problems.add("the jar needs modules " + needed + ", allowed are " + allowed);
    }
    String missing = jdeps("--missing-deps");
    for (Matcher use = MISSING.matcher(missing); use.find(); ) {
      if (provided.stream().noneMatch(name -> use.group(2).startsWith(name + "."))) {
        problems.add(use.group(1) + " needs " + use.group(2) + ", which is in no allowed module");
      }
    }
  }

  /**
   * The headers of an OSGi bundle: named, exporting what the module exports, importing no
   * annotations.
   */
  private void bundle() throws IOException {
    Attributes manifest;
    try (JarFile file = new JarFile(jar.toFile())) {
      manifest = file.getManifest().getMainAttributes();
    }
    String name = manifest.getValue("Bundle-SymbolicName");
    if (name == null || !name.startsWith("dev.tracer.")) {
      problems.add("Bundle-SymbolicName is " + name);
    }
    Set<String> exports = new TreeSet<>();
    ModuleFinder.of(jar).findAll().iterator().next().descriptor().exports().stream()
        .map(ModuleDescriptor.Exports::source)
        .forEach(exports::add);
    Set<String> exported = packages(manifest.getValue("Export-Package"));
    if (!exported.equals(exports)) {
      problems.add("Export-Package has " + exported + ", the module exports " + exports);
    }
    Set<String> imported = packages(manifest.getValue("Import-Package"));
    if (imported.stream().anyMatch(p -> p.startsWith("java.") || p.startsWith("org.jspecify"))) {
      problems.add("Import-Package has what every framework or none brings: " + imported);
    }
  }

  /** The names in a header such as {@code a.b;version="1.0";uses:="c.d,e",f.g}. */
  private static Set<String> packages(String header) {
    Set<String> names = new TreeSet<>();
    String unquoted = header == null ? "" : header.replaceAll("\"[^\"]*\"", "");
    for (String clause : unquoted.split(",")) {
      for (String part : clause.split(";")) {
        if (!part.isBlank() && !part.contains("=")) {
          names.add(part.strip());
        }
      }
    }
    return names;
  }

  private String jdeps(String question) {
    List<String> command = new ArrayList<>(List.of("--multi-release", "17", question));
    if (!libraries.isEmpty()) {
      command.addAll(List.of("--module-path", path(null)));
    }
    command.add(jar.toString());
    return tool("jdeps", command.toArray(String[]::new));
  }

  /** The libraries, before them the jar and behind them the classes of the consumer, if given. */
  private String path(Path classes) {
    List<String> entries = new ArrayList<>();
    if (classes != null) {
      entries.add(jar.toString());
    }
    for (ModuleReference library : libraries) {
      entries.add(Path.of(library.location().orElseThrow()).toString());
    }
    if (classes != null) {
      entries.add(classes.toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private void consumer(Path sources, Path work, Set<String> modules) throws Exception {
    Path classes = work.resolve("classes");
    delete(work);
    Files.createDirectories(classes);
    String path = path(classes);
    List<String> javac = new ArrayList<>();
    javac.addAll(
        List.of("--release", "17", "-Xlint:all,-try", "-Werror", "-d", classes.toString()));
    javac.addAll(List.of("--module-path", path));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(javac::add);
    }
    tool("javac", javac.toArray(String[]::new));
    if (!problems.isEmpty()) {
      return;
    }
    Set<String> system = new TreeSet<>(modules);
    libraries.forEach(library -> system.remove(library.descriptor().name()));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    run(
        "module path",
        java,
        "--limit-modules",
        String.join(",", modules) + "," + module(),
        "-p",
        path,
        "-m",
        "consumer/consumer.Main");
    run(
        "class path",
        java,
        "--limit-modules",
        String.join(",", system),
        "-cp",
        path,
        "consumer.Main");
    image(path, work.resolve("image"));
  }

  /** Runs the consumer in an image, which can hold no library that is not a module. */
  private void image(String path, Path image) throws Exception {
    if (libraries.stream().anyMatch(library -> library.descriptor().isAutomatic())) {
      return;
    }
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
    ran.add(where);
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
