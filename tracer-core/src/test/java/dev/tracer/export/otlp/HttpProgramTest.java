// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tracer.Tracer;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.internal.ChildProgram;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Permission;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports from virtual machines that are set up in ways of their own. */
@Tag("slow")
class HttpProgramTest {
  private static final Duration SECONDS = Duration.ofSeconds(60);

  /** Exports two batches of a span each, and says how many arrived. */
  static final class Program {
    public static void main(String[] args) {
      BatchProcessor processor = BatchProcessor.create(OtlpExporter.http(args[0]));
      long exported = 0;
      for (SpanData span : TestSpan.batch(2)) {
        processor.onEnd(span);
        exported += processor.flush(SECONDS).exported();
      }
      exported += processor.close(SECONDS).exported();
      System.out.println("exported " + exported + ' ' + processor.stats());
    }
  }

  /** Exports its first span. */
  static final class First {
    public static void main(String[] args) {
      try (Tracer tracer = Tracer.builder("first").exporter(OtlpExporter.http(args[0])).build()) {
        tracer.run("span", span -> span.set("url.full", "http://h/?token=x").set("n", 1));
        tracer.flush(SECONDS);
        System.out.println("exported " + tracer.stats().exported());
      }
    }
  }

  /** Uses what may ask for a permission, and says what became of two spans. */
  static final class Careful {
    public static void main(String[] args) {
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
      Tracer tracer =
          Tracer.builder("careful")
              .exporter(OtlpExporter.builder().endpoint(args[0]).timeout(SECONDS).build())
              .exporter(WaterfallExporter.builder().to(nowhere).build())
              .exporter(ConsoleExporter.to(nowhere))
              .build();
      for (int i = 0; i < 2; i++) {
        tracer.run("span", span -> tracer.inject(new java.util.HashMap<>(), java.util.Map::put));
        tracer.flush(SECONDS);
      }
      tracer.close(SECONDS);
      try (Tracer configured = Tracer.fromEnvironment()) {
        configured.startSpan("another").end();
      }
      System.out.println("stats " + tracer.stats());
    }
  }

  /** Has no entropy, and says which trace ids it makes all the same. */
  @SuppressWarnings("removal") // of the security manager, which JDK 24 has no more
  static final class NoEntropy {
    public static void main(String[] args) {
      Security.insertProviderAt(new Broken(), 1);
      System.setSecurityManager(
          new SecurityManager() {
            @Override
            public void checkRead(String file) {
              if (file.startsWith("/dev/")) {
                throw new SecurityException(file);
              }
            }

            @Override
            public void checkPermission(Permission permission) {
              // all else is allowed
            }
          });
      for (int i = 0; i < 2; i++) {
        try (Tracer tracer =
            Tracer.builder("s")
                .processor(span -> System.out.println("id " + span.traceId()))
                .build()) {
          tracer.startSpan("one").end();
          tracer.startSpan("two").end();
        }
      }
      System.out.println("resource " + Tracer.fromEnvironment().isEnabled());
    }

    private static final class Broken extends Provider {
      private static final long serialVersionUID = 1L;

      Broken() {
        super("Broken", "1", "has no entropy");
        put("SecureRandom.Broken", BrokenRandom.class.getName());
      }
    }

    /** Public for the sake of its provider. */
    public static final class BrokenRandom extends SecureRandomSpi {
      private static final long serialVersionUID = 1L;

      @Override
      protected void engineSetSeed(byte[] seed) {
        throw new ProviderException("no entropy");
      }

      @Override
      protected void engineNextBytes(byte[] bytes) {
        throw new ProviderException("no entropy");
      }

      @Override
      protected byte[] engineGenerateSeed(int bytes) {
        throw new ProviderException("no entropy");
      }
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

  private String run(Class<?> program, String url, String... options) throws Exception {
    return ChildProgram.run(directory, program, List.of(options), url);
  }

  private String runUnderPolicy(String policy, String... more) throws Exception {
    assumeThat(Runtime.version().feature()).isLessThan(24); // later ones know none
    Path file = Files.writeString(directory.resolve("policy"), "grant { " + policy + " };");
    List<String> options = new java.util.ArrayList<>(List.of(more));
    options.add("-Djava.security.manager");
    options.add("-Djava.security.policy==" + file);
    return ChildProgram.run(directory, Careful.class, options, collector.url());
  }

  /** The methods that the JDK makes for records cost their first caller 40 ms. */
  @Test
  void firstSpan_needsNoMethodsOfRecords() throws Exception {
    String said = run(First.class, collector.url(), "-Xlog:class+load");

    assertThat(said).contains("exported 1").doesNotContain("java.lang.runtime.ObjectMethods");
  }

  @Test
  void name_withADeadAndALiveAddress_isReachedAtOnce() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux"); // where 127.0.0.2 is there
    Path hosts =
        Files.writeString(
            directory.resolve("hosts"), "127.0.0.2 collector.test\n127.0.0.1 collector.test\n");

    String said =
        run(
            Program.class,
            "http://collector.test:" + collector.port(),
            "-Djdk.net.hosts.file=" + hosts);

    assertThat(said).contains("exported 2 ", "lastError=null");
    assertThat(collector.requests()).hasSize(2);
  }

  /** No file, no property, no variable, no thread group, no hook may be touched. */
  @Test
  void securityManager_thatAllowsConnectionsOnly_letsSpansPass() throws Exception {
    String said =
        runUnderPolicy(
            "permission java.net.SocketPermission \"*\", \"connect,resolve\";",
            "-Djava.security.egd=file:/no/such/device");

    assertThat(said).contains("name=otlp-http, exported=2, queued=0");
    assertThat(said).containsOnlyOnce("A security manager does not let");
    assertThat(collector.requests()).hasSize(2);
  }

  @Test
  void securityManager_thatAllowsNothing_letsTheApplicationLive() throws Exception {
    String said = runUnderPolicy("");

    assertThat(said).contains("name=otlp-http, exported=0, queued=0, dropped={EXPORT_FAILED=2}");
    assertThat(collector.requests()).isEmpty();
  }

  @Test
  void systemWithoutEntropy_makesIdsAllTheSameAndSaysSoOnce() throws Exception {
    assumeThat(Runtime.version().feature()).isLessThan(24);
    String said = run(NoEntropy.class, "", "-Djava.security.manager=allow");

    List<String> ids = said.lines().filter(line -> line.startsWith("id ")).toList();
    assertThat(ids).hasSize(4).doesNotHaveDuplicates().doesNotContain("id " + "0".repeat(32));
    assertThat(said).contains("resource true");
    assertThat(said).containsOnlyOnce("The system gives no random numbers");
  }
}
