// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The classes of all modules that the root pom names, as they were compiled last. */
final class Compiled {
  private static final Path ROOT = Path.of(System.getProperty("root.dir", ".."));
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Compiled() {}

  /** What users get: the libraries, without examples and benchmarks. */
  static JavaClasses libraries() {
    return read(modules().filter(Compiled::isLibrary), "classes");
  }

  /** What shows the libraries to people as any application would use them. */
  static JavaClasses examples() {
    return read(Stream.of("examples"), "classes");
  }

  static JavaClasses tests() {
    return read(modules(), "test-classes");
  }

  /** The name of the top-level type that a type is part of. */
  static String outermost(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static JavaClasses read(Stream<String> modules, String kind) {
    List<Path> folders =
        modules
            .map(module -> ROOT.resolve(module).resolve("target").resolve(kind))
            .filter(Files::isDirectory)
            .map(Compiled::real)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }

  /** The importer follows no links. */
  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLibrary(String module) {
    try {
      String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
      return pom.contains("<library.skip>false</library.skip>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> modules() {
    try {
      Matcher modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
      return modules.results().map(found -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
