// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.ChildProgram;
import dev.tracer.internal.FullMemory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans in a memory in which nothing fits any more. */
class EndOfMemoryTest {
  /** Says how often a span's methods threw, and what became of the spans. */
  static final class Program {
    private static final int SPANS = 20;

    private static int thrown;
    private static int runs;
    private static Tracer tracer;
    private static Span span;

    private Program() {}

    public static void main(String[] args) {
      tracer = Tracer.builder("hungry").processor(new Fakes.Collector()).build();
      span = tracer.startSpan("a");
      use(); // what is first used without memory is of no use later
      thrown = 0;
      runs = 0;
      FullMemory.take();
      FullMemory.takeScraps();
      for (int i = 0; i < SPANS; i++) {
        use();
      }
      FullMemory.give();
      span.end();
      TracerStats stats = tracer.stats();
      System.out.println("thrown " + thrown + ", runs " + runs + ", open " + stats.open());
      System.out.println(Span.current() == Span.invalid() ? "nothing is current" : "polluted");
    }

    private static void use() {
      try {
        span.set("text", "x").set("flag", true).event("x").status(StatusCode.ERROR, "x");
        span.set("long", 1_000_000L).set("double", 1.5).set("char", 'x');
      } catch (Throwable e) {
        thrown++;
      }
      try (Scope scope = span.makeCurrent()) {
        runs++;
      } catch (Throwable e) {
        thrown++;
      }
      try {
        tracer.call(
            "b",
            inner -> {
              runs++;
              return inner;
            });
      } catch (Throwable e) {
        thrown++;
      }
    }
  }

  @TempDir private Path directory;

  @Test
  void endOfMemory_costsWhatIsTracedAndNothingElse() throws Exception {
    String said =
        ChildProgram.run(directory, Program.class, List.of("-Xmx16m", "-XX:+UseSerialGC"));

    assertThat(said).contains("thrown 0, runs 40, open 0", "nothing is current");
  }
}
