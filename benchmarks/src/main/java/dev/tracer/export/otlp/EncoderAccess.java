// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The encoder behind the OTLP exporters, which is closed to other packages, for a benchmark. */
public final class EncoderAccess {
  private static final int USUAL_BYTES = 4 * 1024 * 1024;

  private final BatchExport encoder =
      new StreamExport("benchmark", OutputStream.nullOutputStream(), false);

  /** Writes a batch as one request. */
  public void write(List<SpanData> batch, OutputStream out) throws IOException {
    encoder.begin(batch);
    int written = encoder.encode(0, batch.size(), USUAL_BYTES);
    if (written != batch.size()) {
      throw new IllegalStateException(written + " of " + batch.size() + " spans fit");
    }
    out.write(encoder.body(), 0, encoder.length());
    encoder.end(USUAL_BYTES);
  }
}
