// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** OpenTelemetry's API over Tracer, for libraries that are instrumented for it. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // OpenTelemetry has no module-info
module dev.tracer.opentelemetry {
  // what opentelemetry-context uses without a word
  requires io.opentelemetry.common;
  requires java.logging;
  requires transitive dev.tracer;
  requires transitive io.opentelemetry.api;
  requires transitive io.opentelemetry.context;
  requires static org.jspecify;

  exports dev.tracer.opentelemetry;

  provides io.opentelemetry.context.ContextStorageProvider with
      dev.tracer.opentelemetry.TracerContextStorage;
}
