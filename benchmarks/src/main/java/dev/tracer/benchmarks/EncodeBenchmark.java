// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.export.otlp.OtlpEncoding;
import dev.tracer.export.send.Encoding;
import io.opentelemetry.exporter.internal.otlp.traces.LowAllocationTraceRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does the exporting thread pay to put a batch into bytes? 512 spans with five attributes each
 * become one OTLP request, which goes into a stream that takes bytes in blocks and forgets them.
 *
 * <p>Dimensions: the library; for OpenTelemetry the exporter's memory mode: immutable data, or
 * reusable data. {@link EncodeProtobufBenchmark} asks the same of the other format.
 */
public class EncodeBenchmark {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /** A batch of this library. */
  @State(Scope.Benchmark)
  public static class TracerBatch {
    final Encoding encoding = OtlpEncoding.json();
    final Sink sink = new Sink();
    List<dev.tracer.export.SpanData> spans;

    /** Makes the batch and looks whether it is all there. */
    @Setup
    public void open() throws IOException {
      spans = Batch.ours();
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      write(encoding, spans, json);
      requireComplete(json);
    }
  }

  static void write(Encoding encoding, List<dev.tracer.export.SpanData> spans, OutputStream out)
      throws IOException {
    encoding.begin();
    for (dev.tracer.export.SpanData span : spans) {
      if (!encoding.append(span, MAX_BYTES)) {
        throw new IllegalStateException("not all spans fit");
      }
    }
    ByteBuffer request = encoding.end();
    out.write(request.array(), request.arrayOffset(), request.remaining());
    encoding.release(MAX_BYTES);
  }

  /** The same batch of OpenTelemetry. */
  @State(Scope.Benchmark)
  public static class OpenTelemetryBatch {
    final LowAllocationTraceRequestMarshaler reused = new LowAllocationTraceRequestMarshaler();
    final Sink sink = new Sink();
    List<SpanData> spans;

    /** Makes the batch and looks whether it is all there. */
    @Setup
    public void open() throws IOException {
      spans = Batch.openTelemetry();
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      TraceRequestMarshaler.create(spans).writeJsonTo(json);
      requireComplete(json);
    }
  }

  private static void requireComplete(ByteArrayOutputStream json) {
    String text = json.toString(StandardCharsets.UTF_8);
    int spans = text.split("\"spanId\"", -1).length - 1;
    int attributes = text.split("\"cache.hit\"", -1).length - 1;
    if (spans != Batch.SPANS || attributes != Batch.SPANS) {
      throw new IllegalStateException(spans + " spans, " + attributes + " attributes: " + text);
    }
  }

  /** JSON. */
  @Benchmark
  public long tracer(TracerBatch batch) throws IOException {
    write(batch.encoding, batch.spans, batch.sink);
    return batch.sink.state();
  }

  /** JSON. */
  @Benchmark
  public long openTelemetry(OpenTelemetryBatch batch) throws IOException {
    TraceRequestMarshaler.create(batch.spans).writeJsonTo(batch.sink);
    return batch.sink.state();
  }

  /** JSON, reusing what was allocated for the batch before. */
  @Benchmark
  public long openTelemetryReusable(OpenTelemetryBatch batch) throws IOException {
    batch.reused.initialize(batch.spans);
    try {
      batch.reused.writeJsonTo(batch.sink);
    } finally {
      batch.reused.reset();
    }
    return batch.sink.state();
  }

  /** Forgets bytes, but not without a look at each block. */
  static final class Sink extends OutputStream {
    private long bytes;
    private int last;

    @Override
    public void write(int b) {
      bytes++;
      last = b;
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      bytes += length;
      last = length == 0 ? last : block[offset + length - 1];
    }

    long state() {
      return bytes + last;
    }
  }
}
