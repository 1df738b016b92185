// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import dev.tracer.Attributes;
import dev.tracer.redact.Redaction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does the default redaction cost the exporting thread? The attributes of a usual HTTP span,
 * in which there is nothing to hide. No peer redacts by default.
 */
public class RedactionBenchmark {
  /** A policy and what it looks at. */
  @State(Scope.Thread)
  public static class Attached {
    final Redaction redaction = Redaction.defaults();
    final Attributes attributes =
        Attributes.builder()
            .set("http.request.method", "GET")
            .set("http.route", "/orders/{id}")
            .set("url.path", "/orders/4711")
            .set("http.response.status_code", 200)
            .set("server.address", "shop.example")
            .build();
  }

  /** Five attributes. */
  @Benchmark
  public Object tracer(Attached attached) {
    return attached.redaction.attributes(attached.attributes);
  }
}
