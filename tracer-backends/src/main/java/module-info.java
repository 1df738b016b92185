// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Foreign tracing systems: their headers, ids and exporters, a package each. */
module dev.tracer.backends {
  requires transitive dev.tracer;
  requires static org.jspecify;

  exports dev.tracer.datadog;
  exports dev.tracer.jaeger;
  exports dev.tracer.xray;
  exports dev.tracer.zipkin;

  provides dev.tracer.config.TracerExtension with
      dev.tracer.backends.internal.BackendsExtension;
}
