// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.export.SpanData;
import dev.tracer.export.otlp.OtlpEncoding;
import dev.tracer.export.send.Encoding;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The question of {@link EncodeBenchmark} for protobuf, the format that is sent if the environment
 * does not say otherwise.
 *
 * <p>Dimensions: the library; for OpenTelemetry the exporter's memory mode.
 */
public class EncodeProtobufBenchmark {
  /** A batch of this library. */
  @State(Scope.Benchmark)
  public static class TracerBatch {
    final Encoding encoding = OtlpEncoding.protobuf();
    final EncodeBenchmark.Sink sink = new EncodeBenchmark.Sink();
    List<SpanData> spans;

    /** Makes the batch and looks whether it is all there. */
    @Setup
    public void open() throws IOException {
      spans = Batch.ours();
      ByteArrayOutputStream ours = new ByteArrayOutputStream();
      EncodeBenchmark.write(encoding, spans, ours);
      ByteArrayOutputStream theirs = new ByteArrayOutputStream();
      TraceRequestMarshaler.create(Batch.openTelemetry()).writeBinaryTo(theirs);
      double ratio = (double) ours.size() / theirs.size();
      if (ratio < 0.8 || ratio > 1.25) { // ids and times take their place whatever they are
        throw new IllegalStateException(ours.size() + " bytes beside " + theirs.size());
      }
    }
  }

  /** Protobuf. */
  @Benchmark
  public long tracer(TracerBatch batch) throws IOException {
    EncodeBenchmark.write(batch.encoding, batch.spans, batch.sink);
    return batch.sink.state();
  }

  /** Protobuf. */
  @Benchmark
  public long openTelemetry(EncodeBenchmark.OpenTelemetryBatch batch) throws IOException {
    TraceRequestMarshaler.create(batch.spans).writeBinaryTo(batch.sink);
    return batch.sink.state();
  }

  /** Protobuf, reusing what was allocated for the batch before. */
  @Benchmark
  public long openTelemetryReusable(EncodeBenchmark.OpenTelemetryBatch batch) throws IOException {
    batch.reused.initialize(batch.spans);
    try {
      batch.reused.writeBinaryTo(batch.sink);
    } finally {
      batch.reused.reset();
    }
    return batch.sink.state();
  }
}
