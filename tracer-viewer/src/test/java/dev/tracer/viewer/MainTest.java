// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Main.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "--port 0 --help"})
  void help_isNoError(String args) {
    assertThat(run(args.split(" "))).isZero();
    assertThat(out()).startsWith("usage: java -jar");
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--port, --port needs a value",
    "--port abc, '--port must be a number from 0 to 65535: abc'",
    "--port 99999, '--port must be a number from 0 to 65535: 99999'",
    "--port -1, '--port must be a number from 0 to 65535: -1'",
    "--port 0 --max-bytes, --max-bytes needs a value",
    "--max-bytes 1e6, '--max-bytes must be a number from 1048576 on: 1e6'",
    "--max-bytes 1000, '--max-bytes must be a number from 1048576 on: 1000'",
    "--open, --open needs a value",
    "--ports 4318, unknown option: --ports",
    "file.jsonl, unknown option: file.jsonl"
  })
  void wrongArguments_areNamed(String args, String message) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err()).startsWith("tracer-viewer: " + message + "\n").contains("usage:");
    assertThat(out()).isEmpty();
  }

  @Test
  void fileThatCannotBeRead_endsTheProgram(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("none.jsonl");
    assertThat(run("--port", "0", "--open", missing.toString())).isEqualTo(1);
    assertThat(err()).isEqualTo("tracer-viewer: --open " + missing + ": no such file\n");
    err.reset();
    assertThat(run("--port", "0", "--open", folder.toString())).isEqualTo(1);
    assertThat(err()).startsWith("tracer-viewer: --open " + folder + ": cannot be read");
    err.reset();
    Path text = Files.writeString(folder.resolve("a.txt"), "no\nJSON\n");
    assertThat(run("--port", "0", "--open", text.toString())).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "tracer-viewer: --open "
                + text
                + ": 2 lines are no OTLP-JSON, which has one object a line\n");
    assertThat(out()).isEmpty();
  }
}
