// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong argument of an example is one line that names it, and the exit code 2. */
class WrongArgumentsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Quickstart | quickstart | --endpoint localhost:4318 | --endpoint must be a URL like",
        "Quickstart | quickstart | --endpoint | --endpoint needs a value",
        "Quickstart | quickstart | --endpoint --ci | --endpoint needs a value",
        "Quickstart | quickstart | --file /no/such/folder/f | --file must be a file that can be",
        "Quickstart | quickstart | --file . | --file must be a file that can be written: .",
        "Quickstart | quickstart | --files f | unknown option: --files",
        "Quickstart | quickstart | here | unexpected argument: here",
        "ByHand | by-hand | --x y | unknown option: --x",
        "LogCorrelation | log-correlation | --help | unknown option: --help",
        "JdbcReport | jdbc | 7 | unexpected argument: 7",
        "ChildProcess | child-process | children | unexpected argument: children",
        "CustomExporter | custom-exporter | -v | unexpected argument: -v",
        "W3cService | w3c-service | --port http | --port must be a number in [0, 65535]: http",
        "W3cService | w3c-service | --port 65536 | --port must be a number in [0, 65535]: 65536",
        "KafkaOrders | kafka | --bootstrap localhost | --bootstrap must be HOST:PORT: localhost",
        "shop.Shop | shop | --requests 0 | --requests must be a number in [1, 100000]: 0",
        "backends.Backends | backends | --only zipkins | --only must be one of [collector, jaeger,",
        "backends.Fleet | fleet | --ci fast | unexpected argument: fast",
        "sampling.Simulation | sampling | --svg | --svg needs a value",
        "sampling.Simulation | sampling | --seed 5 | unknown option: --seed",
        "View | view | /no/such/file | no such file: /no/such/file",
        "View | view | . | . cannot be read",
        "View | view | --query limit=many | --query: ",
      })
  void wrongArgument_isTold(String type, String name, String arguments, String told)
      throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.tracer.examples." + type);
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readAllLines(err))
        .singleElement()
        .asString()
        .startsWith("examples/run " + name + ": " + told);
    assertThat(Files.readString(out)).isEmpty();
    assertThat(process.exitValue()).isEqualTo(2);
  }
}
