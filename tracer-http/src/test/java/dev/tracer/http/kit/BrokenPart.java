// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import dev.tracer.Clock;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.http.HttpHook;
import dev.tracer.http.HttpTracingBuilder;
import dev.tracer.http.RequestView;
import dev.tracer.http.ResponseView;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The parts of a tracer that may have bugs, each with the worst of them. */
public enum BrokenPart {
  /** Hands on spans that throw whatever they are asked. */
  FILTERED_SPAN {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      SpanData broken =
          (SpanData)
              Proxy.newProxyInstance(
                  SpanData.class.getClassLoader(),
                  new Class<?>[] {SpanData.class},
                  (proxy, method, arguments) -> {
                    throw new AssertionError("filtered span");
                  });
      return builder.filter(span -> broken);
    }
  },
  /** Throws an error. */
  FILTER {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return builder.filter(
          span -> {
            throw new AssertionError("filter");
          });
    }
  },
  /** Throws an error at both ends of a span. */
  PROCESSOR {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return builder.processor(new BrokenProcessor(new AssertionError("processor")));
    }
  },
  /** Throws an error of the virtual machine at the end of a span. */
  FATAL_PROCESSOR {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return builder.processor(
          new SpanProcessor() {
            @Override
            public void onEnd(SpanData span) {
              throw new InternalError("processor");
            }
          });
    }
  },
  /** Throws whatever it is asked. */
  SAMPLER {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return builder.sampler(new ThrowingSampler());
    }
  },
  /** Throws in both directions. */
  PROPAGATOR {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return builder.propagator(new BrokenPropagator());
    }
  },
  /** Throws with each change of the context. */
  LISTENER {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return builder.scopeListener(
          now -> {
            throw new AssertionError("listener");
          });
    }
  },
  /** Throws at both ends of a span. */
  HOOK {
    @Override
    HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
      return builder.hook(
          new HttpHook() {
            @Override
            public void onRequest(Span span, RequestView request) {
              throw new AssertionError("hook");
            }

            @Override
            public void onResponse(Span span, RequestView request, ResponseView response) {
              throw new AssertionError("hook");
            }
          });
    }
  },
  /** Throws with each measurement. */
  METRICS {
    @Override
    HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
      return builder.metrics(
          (measurement, request) -> {
            throw new AssertionError("metrics");
          });
    }
  },
  /** Throws whenever it is asked for the time, once the tracer is there. */
  CLOCK {
    private final AtomicBoolean broken = new AtomicBoolean();

    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      broken.set(false);
      return builder.clock(new BreakableClock(broken::get));
    }

    @Override
    HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
      broken.set(true);
      return builder.metrics((measurement, request) -> {});
    }
  },
  /** Throws as soon as a span has started. */
  CLOCK_LATER {
    private final AtomicBoolean broken = new AtomicBoolean();

    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      broken.set(false);
      return builder.clock(new BreakableClock(broken::get));
    }

    @Override
    HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
      HttpHook breaking =
          new HttpHook() {
            @Override
            public void onRequest(Span span, RequestView request) {
              broken.set(true);
            }
          };
      return builder
          .hook(breaking)
          .untraced(
              request -> {
                broken.set(false);
                return false;
              });
    }
  },
  /** The same, while somebody wants to know how long it took. */
  CLOCK_LATER_MEASURED {
    @Override
    TracerBuilder breakTracer(TracerBuilder builder) {
      return CLOCK_LATER.breakTracer(builder);
    }

    @Override
    HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
      return CLOCK_LATER.breakTracing(builder).metrics((measurement, request) -> {});
    }
  },
  /** Throws for each request. */
  PREDICATE {
    @Override
    HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
      return builder.untraced(
          request -> {
            throw new AssertionError("predicate");
          });
    }
  };

  TracerBuilder breakTracer(TracerBuilder builder) {
    return builder;
  }

  HttpTracingBuilder breakTracing(HttpTracingBuilder builder) {
    return builder;
  }

  private record BreakableClock(BooleanSupplier broken) implements Clock {
    @Override
    public long epochNanos() {
      check();
      return Clock.system().epochNanos();
    }

    @Override
    public long nanoTime() {
      check();
      return Clock.system().nanoTime();
    }

    private void check() {
      if (broken.getAsBoolean()) {
        throw new IllegalStateException("clock");
      }
    }
  }

  private record BrokenProcessor(AssertionError error) implements SpanProcessor {
    @Override
    public void onStart(Span span, Context parent) {
      throw error;
    }

    @Override
    public void onEnd(SpanData span) {
      throw error;
    }
  }

  private record BrokenPropagator() implements Propagator {
    @Override
    public List<String> fields() {
      return List.of("traceparent");
    }

    @Override
    public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
      throw new AssertionError("propagator");
    }

    @Override
    public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
      throw new AssertionError("propagator");
    }
  }
}
