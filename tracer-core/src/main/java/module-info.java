// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Distributed tracing without dependencies: the API and the engine. */
module dev.tracer {
  requires static org.jspecify;

  exports dev.tracer;
  exports dev.tracer.export;
  exports dev.tracer.export.otlp;
  exports dev.tracer.propagation;
  exports dev.tracer.sampling;
  exports dev.tracer.testing;

  uses dev.tracer.export.SpanExporter;
}
