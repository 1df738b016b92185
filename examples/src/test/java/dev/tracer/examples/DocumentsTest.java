// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documents compiles, against what a reader would have, and its tests pass. */
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("root.dir", ".."));
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^(<!-- needs: [^\n]*-->\n)?```java\n(.*?)^```");
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(public )?(final )?(class|record) (\\w+)");

  private static final String IMPORTS =
      """
      import dev.tracer.*;
      import dev.tracer.export.*;
      import dev.tracer.export.otlp.*;
      import dev.tracer.export.text.*;
      import dev.tracer.http.*;
      import dev.tracer.propagation.*;
      import dev.tracer.testing.*;
      import java.net.http.*;
      import java.util.*;
      import java.util.concurrent.*;
      import org.junit.jupiter.api.Test;
      """;

  @TempDir private Path classes;

  @TestFactory
  Stream<DynamicTest> blocks() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String document : List.of("README.md", "docs/RECIPES.md")) {
      Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve(document)));
      for (int number = 1; block.find(); number++) {
        String code = block.group(2);
        if (block.group(1) == null) {
          String name = document + ", block " + number;
          tests.add(DynamicTest.dynamicTest(name, () -> check(code)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(3);
    return tests.stream();
  }

  /** Compiles; what is a test has to pass as well. */
  private void check(String code) throws ReflectiveOperationException, IOException {
    assertThat(errors(code)).isEmpty();
    Matcher type = TYPE.matcher(code);
    if (!code.contains("@Test") || !type.find()) {
      return;
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      Constructor<?> constructor = loader.loadClass(type.group(4)).getDeclaredConstructor();
      constructor.setAccessible(true);
      Object test = constructor.newInstance();
      for (Method method : test.getClass().getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          method.invoke(test);
        }
      }
    }
  }

  private String errors(String code) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    boolean compiled = javac.getTask(said, null, null, options, null, List.of(source(code))).call();
    return compiled ? "" : said.toString();
  }

  private static JavaFileObject source(String code) {
    Matcher type = TYPE.matcher(code);
    if (type.find()) {
      String imports = code.contains("\nimport ") || code.startsWith("import ") ? "" : IMPORTS;
      return file(type.group(4), imports + code);
    }
    String tracer = code.contains("Tracer tracer =") ? "" : "Tracer tracer";
    return file(
        "Fragment",
        IMPORTS + "class Fragment { void run(" + tracer + ") throws Exception {\n" + code + "}}");
  }

  private static JavaFileObject file(String name, String code) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }
}
