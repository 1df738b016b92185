// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.kit.EndedSpans;
import jakarta.servlet.ServletContext;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Traces an application with the library that its class loader has; tells of the next span. */
public final class TracingCopy implements Consumer<ServletContext>, Supplier<String>, Runnable {
  private final EndedSpans spans = new EndedSpans();
  private final Tracer tracer = Tracer.builder("server").processor(spans).build();

  @Override
  public void accept(ServletContext context) {
    ServletTracing.of(HttpTracing.of(tracer)).addTo(context);
  }

  @Override
  public String get() {
    SpanData span = spans.take();
    return span.name() + " " + span.attributes().get("http.response.status_code");
  }

  /** Closes the tracer; fails if there was another span. */
  @Override
  public void run() {
    tracer.close();
    spans.assertNoMore();
  }
}
