// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

/** Skeleton. */
public final class BatchProcessor implements SpanProcessor {
  private BatchProcessor() {}

  public static BatchProcessor create(SpanExporter exporter) {
    return new BatchProcessor();
  }

  @Override
  public void onEnd(SpanData span) {}
}
