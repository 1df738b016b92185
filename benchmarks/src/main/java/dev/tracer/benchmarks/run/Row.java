// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import dev.tracer.benchmarks.AttributesBenchmark;
import dev.tracer.benchmarks.BatchBenchmark;
import dev.tracer.benchmarks.DeliveredBenchmark;
import dev.tracer.benchmarks.DisabledBenchmark;
import dev.tracer.benchmarks.EncodeBenchmark;
import dev.tracer.benchmarks.EncodeProtobufBenchmark;
import dev.tracer.benchmarks.ExtractBenchmark;
import dev.tracer.benchmarks.FloorBenchmark;
import dev.tracer.benchmarks.InjectBenchmark;
import dev.tracer.benchmarks.ParentChildBenchmark;
import dev.tracer.benchmarks.RedactionBenchmark;
import dev.tracer.benchmarks.RequestBenchmark;
import dev.tracer.benchmarks.SamplerLimitBenchmark;
import dev.tracer.benchmarks.SamplerPacedBenchmark;
import dev.tracer.benchmarks.SamplerRatioBenchmark;
import dev.tracer.benchmarks.StartEndBenchmark;
import dev.tracer.benchmarks.TailBenchmark;
import dev.tracer.benchmarks.UnsampledBenchmark;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/**
 * A row of the table.
 *
 * @param name how the command line calls it
 * @param title what it measures
 * @param benchmark the name of the class with a method for each contestant; null for those that JMH
 *     does not run
 * @param threads how many threads run the method
 * @param aims what our contestant should reach
 */
record Row(String name, String title, String benchmark, int threads, List<Aim> aims) {
  static final String OURS = "tracer";
  static final String OPEN_TELEMETRY = "openTelemetry";
  static final String BRAVE = "brave";

  /** Does the work without a span; what it takes is subtracted from the others. */
  static final String UNTRACED = "untraced";

  /** The package of the module of that name, which has an OpenTelemetry SDK of its own. */
  private static final String INSTRUMENTATION = "dev.tracer.benchmarks.instrumentation.";

  static final Row FLOOR = jmh("floor", "2 × nanoTime + 1 random number", FloorBenchmark.class, 1);
  static final Row STARTUP =
      new Row(
          "startup",
          "fresh JVM: main to first export acknowledged",
          null,
          1,
          List.of(Aim.nanos(90e6)));
  static final Row STARTUP_PROCESS =
      new Row("startup-process", "the same from the start of the process", null, 1, List.of());

  /** All rows in the order of the table. */
  static final List<Row> ALL =
      List.of(
          FLOOR,
          jmh(
              "start-end",
              "start and end, sampled",
              StartEndBenchmark.class,
              1,
              Aim.ratio(2.5),
              Aim.bytes(150)),
          jmh(
              "attributes",
              "with 5 attributes",
              AttributesBenchmark.class,
              1,
              Aim.ratio(3),
              Aim.bytes(260)),
          jmh(
              "parent-child",
              "root and child, both made current",
              ParentChildBenchmark.class,
              1,
              Aim.ratio(2.5),
              Aim.bytes(350)),
          jmh(
              "batch",
              "5 attributes, batch processor, 1 thread",
              BatchBenchmark.class,
              1,
              Aim.ratio(3.5)),
          jmh(
              "batch-2",
              "5 attributes, batch processor, 2 threads",
              BatchBenchmark.class,
              2,
              Aim.ratio(4)),
          jmh(
              "request",
              "a request of 10 spans, headers, scopes, batch processor",
              RequestBenchmark.class,
              1,
              Aim.ratio(2.5)),
          jmh(
              "unsampled",
              "start and end, not sampled",
              UnsampledBenchmark.class,
              1,
              Aim.nanos(12),
              Aim.bytes(48)),
          jmh(
              "sampler-ratio",
              "decision by a share of 1 %",
              SamplerRatioBenchmark.class,
              1,
              Aim.nanos(3),
              Aim.bytes(1)),
          jmh(
              "sampler-limit",
              "decision by a rate limit, 1 thread",
              SamplerLimitBenchmark.class,
              1,
              Aim.nanos(10),
              Aim.bytes(1)),
          jmh(
              "sampler-limit-2",
              "decision by a rate limit, 2 threads",
              SamplerLimitBenchmark.class,
              2,
              Aim.nanos(10),
              Aim.bytes(1)),
          jmh(
              "sampler-limit-1000",
              "the same at 1,000 decisions a second",
              SamplerPacedBenchmark.class,
              1,
              Aim.nanos(15),
              Aim.bytes(1)),
          jmh(
              "tail",
              "with 5 attributes, held and dropped",
              TailBenchmark.class,
              1,
              Aim.nanos(250),
              Aim.ratio(2.5)),
          jmh(
              "redaction",
              "redaction of 5 attributes, nothing found",
              RedactionBenchmark.class,
              1,
              Aim.nanos(60),
              Aim.bytes(1)),
          jmh(
              "disabled",
              "with 5 attributes, switched off",
              DisabledBenchmark.class,
              1,
              Aim.ratio(1)),
          jmh("extract", "traceparent and tracestate", ExtractBenchmark.class, 1, Aim.ratio(3.5)),
          jmh("inject", "traceparent and tracestate", InjectBenchmark.class, 1, Aim.ratio(2.5)),
          jmh(
              "encode",
              "512 spans × 5 attributes to OTLP/JSON",
              EncodeBenchmark.class,
              1,
              Aim.nanos(105_000),
              Aim.bytes(2048)),
          jmh(
              "encode-protobuf",
              "512 spans × 5 attributes to OTLP in protobuf",
              EncodeProtobufBenchmark.class,
              1,
              Aim.ratio(3)),
          jmh(
              "delivered",
              "5 attributes, over HTTP, acknowledged",
              DeliveredBenchmark.class,
              1,
              Aim.cpu(3)),
          instrumentation(
              "http-client",
              "added to an HTTP client's call",
              "HttpClientBenchmark",
              Aim.ratio(2.5)),
          instrumentation(
              "http-server",
              "added to an HTTP server's request",
              "HttpServerBenchmark",
              Aim.ratio(2.5)),
          instrumentation(
              "http-loopback",
              "added to an HTTP call over loopback",
              "HttpLoopbackBenchmark",
              Aim.kept(0.97)),
          instrumentation(
              "kafka-send", "added to a Kafka record sent", "KafkaSendBenchmark", Aim.ratio(3)),
          instrumentation(
              "kafka-process",
              "added to a Kafka record processed",
              "KafkaProcessBenchmark",
              Aim.ratio(3)),
          instrumentation(
              "kafka-headers",
              "Kafka headers: inject and extract",
              "KafkaHeadersBenchmark",
              Aim.ratio(1.5)),
          instrumentation(
              "jdbc", "added to a query of H2 in memory", "JdbcBenchmark", Aim.ratio(2)),
          instrumentation(
              "sql", "literals of 30,000 characters of SQL", "SqlBenchmark", Aim.nanos(150_000)),
          instrumentation(
              "sql-cached", "a statement seen before", "SqlCachedBenchmark", Aim.nanos(60)),
          instrumentation("mdc", "added to a scope by the MDC", "MdcBenchmark", Aim.nanos(30)),
          STARTUP,
          STARTUP_PROCESS);

  private static Row jmh(String name, String title, Class<?> benchmark, int threads, Aim... aims) {
    return new Row(name, title, benchmark.getName(), threads, List.of(aims));
  }

  private static Row instrumentation(String name, String title, String benchmark, Aim... aims) {
    return new Row(name, title, INSTRUMENTATION + benchmark, 1, List.of(aims));
  }

  /** Whether the benchmark is in the module of that name. */
  boolean isInstrumentation() {
    return benchmark != null && benchmark.startsWith(INSTRUMENTATION);
  }

  /** Whether it is about tracer-core alone. */
  boolean isOfCore() {
    return !isInstrumentation()
        && !name.startsWith("sampler")
        && !name.equals("tail")
        && !name.equals("delivered");
  }

  /** The class of {@link #benchmark}. */
  Class<?> type() {
    try {
      return Class.forName(benchmark);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(benchmark + " is not on the class path", e);
    }
  }

  /** The methods of the benchmark: ours first, variants behind what they vary. */
  List<String> contestants() {
    return Arrays.stream(type().getMethods())
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .map(Method::getName)
        .sorted((a, b) -> a.equals(OURS) ? -1 : b.equals(OURS) ? 1 : a.compareTo(b))
        .toList();
  }

  /** How many bursts are counted; fewer of those that are delivered, which take seconds. */
  int bursts(int usual) {
    return type() == DeliveredBenchmark.class ? usual / 5 : usual;
  }

  /**
   * How many bursts are not counted: ours is compiled for the last time after 230 of those that are
   * delivered.
   */
  int warmUpBursts() {
    return type() == DeliveredBenchmark.class ? 300 : 500;
  }

  /** Whether an iteration is one invocation, whose length the benchmark decides. */
  boolean isSingleShot() {
    BenchmarkMode mode = type().getAnnotation(BenchmarkMode.class);
    return mode != null && mode.value()[0] == Mode.SingleShotTime;
  }
}
