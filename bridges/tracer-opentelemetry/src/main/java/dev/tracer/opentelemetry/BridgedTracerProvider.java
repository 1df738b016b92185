// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Tracer;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import org.jspecify.annotations.Nullable;

/** Hands out Tracer to libraries that ask for a tracer of OpenTelemetry's. Immutable. */
final class BridgedTracerProvider implements TracerProvider {
  private final Tracer tracer;

  BridgedTracerProvider(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public io.opentelemetry.api.trace.Tracer get(@Nullable String scopeName) {
    return tracerBuilder(scopeName).build();
  }

  @Override
  public io.opentelemetry.api.trace.Tracer get(
      @Nullable String scopeName, @Nullable String scopeVersion) {
    return tracerBuilder(scopeName).setInstrumentationVersion(scopeVersion).build();
  }

  @Override
  public TracerBuilder tracerBuilder(@Nullable String scopeName) {
    return new Builder(tracer, text(scopeName));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** The scope of a tracer to be. Confined to one thread. */
  private static final class Builder implements TracerBuilder {
    private final Tracer tracer;
    private final String name;
    private String version = "";
    private String schemaUrl = "";

    Builder(Tracer tracer, String name) {
      this.tracer = tracer;
      this.name = name;
    }

    @Override
    public TracerBuilder setSchemaUrl(@Nullable String url) {
      schemaUrl = text(url);
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(@Nullable String given) {
      version = text(given);
      return this;
    }

    @Override
    public io.opentelemetry.api.trace.Tracer build() {
      return new BridgedTracer(
          tracer.instrumentation(
              new InstrumentationScope(name, version, schemaUrl, Attributes.empty())));
    }
  }

  /** A tracer of one instrumentation scope. Immutable. */
  private record BridgedTracer(Tracer tracer) implements io.opentelemetry.api.trace.Tracer {
    @Override
    public SpanBuilder spanBuilder(@Nullable String name) {
      return new BridgedSpanBuilder(tracer, text(name));
    }

    @Override // an older API has no such method and does not ask
    public boolean isEnabled() {
      return tracer.isEnabled();
    }
  }
}
