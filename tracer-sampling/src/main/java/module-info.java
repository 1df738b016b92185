// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Sampling by rules, rates, remote strategies and at the tail. */
module dev.tracer.samplers {
  requires transitive dev.tracer;
  requires static org.jspecify;

  exports dev.tracer.samplers;

  provides dev.tracer.config.TracerExtension with
      dev.tracer.samplers.SamplingExtension;
}
