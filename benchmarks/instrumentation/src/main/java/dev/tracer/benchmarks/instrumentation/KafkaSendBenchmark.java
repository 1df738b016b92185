// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import dev.tracer.benchmarks.OpenTelemetryState;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.kafka.KafkaTracing;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a traced send cost over an untraced one? A new record through a producer that answers
 * at once: a sampled root PRODUCER span with its attributes, and {@code traceparent} in the
 * headers. Subtract {@code untraced}, what the record and the instant producer themselves cost.
 *
 * <p>Dimensions: the library, OpenTelemetry with its instrumentation for kafka-clients.
 */
public class KafkaSendBenchmark {
  /** The producers. */
  @State(Scope.Thread)
  public static class Producers {
    final Producer<String, String> untraced = new InstantProducer();
    private final InstantProducer behindOurs = new InstantProducer();
    private final InstantProducer behindTheirs = new InstantProducer();
    Producer<String, String> tracer;
    Producer<String, String> openTelemetry;

    /** Wraps the producers and looks whether both libraries send a context. */
    @Setup
    public void open(TracerState ours, OpenTelemetryState theirs) {
      tracer = KafkaTracing.of(ours.tracer).producer(behindOurs);
      openTelemetry = KafkaTelemetry.create(sdk(theirs)).wrap(behindTheirs);
      if (!send(tracer).isDone()
          || !send(openTelemetry).isDone()
          || behindOurs.sent.headers().lastHeader("traceparent") == null
          || behindTheirs.sent.headers().lastHeader("traceparent") == null
          || ours.last.span == null
          || theirs.last.span == null) {
        throw new IllegalStateException("no trace was sent");
      }
    }

    static OpenTelemetrySdk sdk(OpenTelemetryState state) {
      return OpenTelemetrySdk.builder()
          .setTracerProvider(state.provider)
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();
    }

    static Future<RecordMetadata> send(Producer<String, String> producer) {
      return producer.send(new ProducerRecord<>("orders", "order-4711", "value"));
    }
  }

  /** A traced send. */
  @Benchmark
  public Future<RecordMetadata> tracer(Producers producers) {
    return Producers.send(producers.tracer);
  }

  /** A traced send. */
  @Benchmark
  public Future<RecordMetadata> openTelemetry(Producers producers) {
    return Producers.send(producers.openTelemetry);
  }

  /** The same without tracing. */
  @Benchmark
  public Future<RecordMetadata> untraced(Producers producers) {
    return Producers.send(producers.untraced);
  }
}
