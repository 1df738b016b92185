// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Distributed tracing without dependencies: the API and the engine. */
@SuppressWarnings("module") // the modules of the qualified export are compiled later
module dev.tracer {
  requires static com.google.errorprone.annotations; // @GuardedBy, checked when it is compiled
  requires static org.jspecify;

  exports dev.tracer;
  exports dev.tracer.config;
  exports dev.tracer.export;
  exports dev.tracer.export.otlp;
  exports dev.tracer.export.send;
  exports dev.tracer.export.text;
  exports dev.tracer.propagation;
  exports dev.tracer.redact;
  exports dev.tracer.sampling;
  exports dev.tracer.internal to
      dev.tracer.backends,
      dev.tracer.http,
      dev.tracer.jdbc,
      dev.tracer.kafka,
      dev.tracer.opentelemetry,
      dev.tracer.samplers,
      dev.tracer.testing,
      dev.tracer.viewer;

  uses dev.tracer.config.TracerExtension;
  uses dev.tracer.export.SpanExporter;
}
