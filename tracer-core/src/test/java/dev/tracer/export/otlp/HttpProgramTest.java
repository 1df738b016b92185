// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tracer.export.BatchProcessor;
import dev.tracer.export.SpanData;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports from virtual machines that are set up in ways of their own. */
@Timeout(60)
class HttpProgramTest {
  /** Exports two batches of a span each, and says how many arrived. */
  static final class Program {
    public static void main(String[] args) {
      BatchProcessor processor = BatchProcessor.create(OtlpExporter.http(args[0]));
      long exported = 0;
      for (SpanData span : TestSpan.batch(2)) {
        processor.onEnd(span);
        exported += processor.flush(Duration.ofSeconds(10)).exported();
      }
      exported += processor.close(Duration.ofSeconds(10)).exported();
      System.out.println("exported " + exported + ' ' + processor.stats());
    }
  }

  @TempDir private Path directory;
  private FakeCollector collector;

  @BeforeEach
  void start() throws Exception {
    collector = new FakeCollector();
  }

  @AfterEach
  void stop() throws Exception {
    collector.close();
  }

  private String run(String url, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Program.class.getName(), url));
    File out = directory.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out.toPath());
  }

  @Test
  void name_withADeadAndALiveAddress_isReachedAtOnce() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux"); // where 127.0.0.2 is there
    Path hosts =
        Files.writeString(
            directory.resolve("hosts"), "127.0.0.2 collector.test\n127.0.0.1 collector.test\n");

    String said = run("http://collector.test:" + collector.port(), "-Djdk.net.hosts.file=" + hosts);

    assertThat(said).contains("exported 2 ", "lastError=null");
    assertThat(collector.requests()).hasSize(2);
  }

  @Test
  void securityManager_thatForbidsWhatCanBeDoneWithout_letsSpansPass() throws Exception {
    assumeThat(Runtime.version().feature()).isLessThan(24); // later ones know none
    Path policy =
        Files.writeString(
            directory.resolve("policy"),
            "grant { permission java.io.FilePermission \"<<ALL FILES>>\", \"read\";"
                + " permission java.util.PropertyPermission \"*\", \"read\";"
                + " permission java.net.SocketPermission \"*\", \"connect,resolve\"; };");

    String said =
        run(collector.url(), "-Djava.security.manager", "-Djava.security.policy==" + policy);

    assertThat(said).contains("exported 2 ");
    assertThat(collector.requests()).hasSize(2);
  }
}
