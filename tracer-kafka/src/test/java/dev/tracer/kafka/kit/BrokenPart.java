// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.IdGenerator;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.util.List;
import java.util.function.Supplier;

/**
 * A part of a tracer that throws whenever it is used. Whatever an application gives to a tracer, it
 * must not cost it a message, a callback or a result.
 */
public enum BrokenPart {
  /** The sampler. */
  SAMPLER {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.sampler(
          (context, high, low, name, kind, attributes, links) -> {
            throw error.get();
          });
    }
  },
  /** A filter. */
  FILTER {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.filter(
          span -> {
            throw error.get();
          });
    }
  },
  /** A processor, at the start of a span. */
  PROCESSOR_START {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.processor(
          new SpanProcessor() {
            @Override
            public void onStart(dev.tracer.Span span, Context parent) {
              throw error.get();
            }

            @Override
            public void onEnd(SpanData span) {}
          });
    }
  },
  /** A processor, at the end of a span. */
  PROCESSOR_END {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.processor(
          span -> {
            throw error.get();
          });
    }
  },
  /** The propagator, in both directions. */
  PROPAGATOR {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.propagator(new BrokenPropagator(error));
    }
  },
  /** The scope listener. */
  SCOPE_LISTENER {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.scopeListener(
          context -> {
            throw error.get();
          });
    }
  },
  /** The id generator. */
  ID_GENERATOR {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.idGenerator(new BrokenIds(error));
    }
  },
  /** The clock, from the first span on. */
  CLOCK {
    @Override
    void give(TracerBuilder builder, Supplier<Error> error) {
      builder.clock(new BrokenClock(error));
    }
  };

  /** A tracer whose part throws what {@code error} makes. */
  public Tracer tracer(Supplier<Error> error) {
    TracerBuilder builder = Tracer.builder("broken").processor(span -> {});
    give(builder, error);
    return builder.build();
  }

  abstract void give(TracerBuilder builder, Supplier<Error> error);

  private record BrokenPropagator(Supplier<Error> error) implements Propagator {
    @Override
    public List<String> fields() {
      return List.of("traceparent");
    }

    @Override
    public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
      throw error.get();
    }

    @Override
    public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
      throw error.get();
    }
  }

  private record BrokenIds(Supplier<Error> error) implements IdGenerator {
    @Override
    public long traceIdHigh() {
      throw error.get();
    }

    @Override
    public long traceIdLow() {
      throw error.get();
    }

    @Override
    public long spanId() {
      throw error.get();
    }
  }

  private static final class BrokenClock implements Clock {
    private final Supplier<Error> error;
    private int calls;

    BrokenClock(Supplier<Error> error) {
      this.error = error;
    }

    @Override
    public long epochNanos() {
      return 1;
    }

    @Override
    public synchronized long nanoTime() {
      if (calls++ == 0) {
        return 1; // the making of the tracer
      }
      throw error.get();
    }
  }
}
