// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The compiler of the virtual machine puts a method that is called often into its caller only if it
 * has no more than 325 bytes ({@code FreqInlineSize}). One that grows beyond costs each span a
 * tenth of its time, and no other test would tell.
 */
class MethodSizeTest {
  private static final int MOST = 325;

  private static final Pattern TYPE =
      Pattern.compile("^.*(?:class|interface|enum) ([\\w.$]+).*\\{$");
  private static final Pattern METHOD = Pattern.compile("^  .*?(\\w+)(?:\\(.*| \\{\\});$");

  /** The tool writes numbers in the digits of the locale. */
  private static final Pattern CODE = Pattern.compile("^ +(\\p{Nd}+): \\w+.*$");

  @Test
  void methodsOnTheWayOfASpan_fitIntoTheirCallers() throws Exception {
    Map<String, Integer> sizes = sizes();
    assertThat(sizes).containsKeys("dev.tracer.OwnedSpan.end", "dev.tracer.OwnedSpan.put");

    sizes.values().removeIf(size -> size <= MOST);

    // once a span, from one place
    assertThat(sizes).containsOnlyKeys("dev.tracer.SpanStarter.begin");
  }

  /**
   * The offset of the last instruction of each method, a few bytes less than its size; of several
   * of a name the largest.
   */
  private static Map<String, Integer> sizes() throws IOException, URISyntaxException {
    Map<String, Integer> sizes = new TreeMap<>();
    String type = "";
    String method = "";
    for (String line : disassembled().lines().toList()) {
      Matcher found = TYPE.matcher(line);
      if (found.matches()) {
        type = found.group(1);
      } else if ((found = METHOD.matcher(line)).matches()) {
        method = type + '.' + found.group(1);
      } else if ((found = CODE.matcher(line)).matches()) {
        sizes.merge(method, Integer.valueOf(found.group(1)), Math::max);
      }
    }
    return sizes;
  }

  private static String disassembled() throws IOException, URISyntaxException {
    Path classes = Path.of(Span.class.getResource("Span.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(classes)) {
      Stream<String> paths = files.map(Path::toString).filter(path -> path.endsWith(".class"));
      StringWriter out = new StringWriter();
      PrintWriter writer = new PrintWriter(out);
      String[] arguments = Stream.concat(Stream.of("-c", "-p"), paths).toArray(String[]::new);
      ToolProvider.findFirst("javap").orElseThrow().run(writer, writer, arguments);
      return out.toString();
    }
  }
}
