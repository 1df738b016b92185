// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of other implementations of OpenTelemetry's API, and values beyond all bounds. */
class ForeignObjectsTest {
  private static final AttributeKey<Value<?>> KEY = AttributeKey.valueKey("k");

  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
  private final Tracer tracer = bridge.getTracer("lib");

  @AfterEach
  void close() {
    test.close();
  }

  private static Value<?> nested(int depth) {
    Value<?> value = Value.of("inmost");
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? Value.of(List.of(value)) : Value.of(Map.of("member", value));
    }
    return value;
  }

  private static int depth(Object value) {
    int depth = 0;
    Object at = value;
    while (at != null && !(at instanceof String)) {
      depth++;
      at = at instanceof Map<?, ?> map ? map.get("member") : ((List<?>) at).get(0);
    }
    return depth;
  }

  @Test
  void value_nestedTooDeep_isCutAsTheEngineCutsItsOwn() {
    Value<?> deep = nested(100_000);
    Attributes attributes = Attributes.of(KEY, deep);
    Span span = tracer.spanBuilder("s").setAttribute(KEY, deep).startSpan();
    span.setAttribute(AttributeKey.valueKey("later"), deep).addEvent("e", attributes);
    bridge
        .getLogsBridge()
        .get("lib")
        .logRecordBuilder()
        .setContext(Context.root().with(span))
        .setEventName("logged")
        .setAttribute(KEY, deep)
        .emit();
    span.end();

    var ended = test.spans().get(0);
    assertThat(depth(ended.attributes().get("k"))).isEqualTo(64);
    assertThat(depth(ended.attributes().get("later"))).isEqualTo(64);
    assertThat(ended.events())
        .hasSize(2)
        .allMatch(event -> depth(event.attributes().get("k")) == 64);
    assertThat(test.tracer().stats().truncatedValues()).isEqualTo(2); // those of the span itself
  }

  @Test
  void value_withinTheLimitsOfTheTracer_isWhole() {
    tracer.spanBuilder("s").setAttribute(KEY, nested(64)).startSpan().end();
    assertThat(depth(test.spans().get(0).attributes().get("k"))).isEqualTo(64);
    assertThat(test.tracer().stats().truncatedValues()).isZero();
  }

  @Test
  void value_thatHoldsTheSameAgainAndAgain_isCut() {
    Value<?> value = Value.of("leaf");
    for (int i = 0; i < 60; i++) { // 2 to the power of 60 leaves
      value = Value.of(List.of(value, value));
    }
    tracer.spanBuilder("s").setAttribute(KEY, value).startSpan().end();
    assertThat(test.spans().get(0).attributes().get("k")).isInstanceOf(List.class);
    assertThat(test.tracer().stats().truncatedValues()).isEqualTo(1);
  }

  @Test
  void value_empty_isNoText() {
    Value<?> value = Value.of(List.of(Value.of("a"), Value.empty()));
    Span span = tracer.spanBuilder("s").setAttribute(KEY, value).startSpan();
    span.setAttribute(AttributeKey.valueKey("none"), Value.empty());
    span.end();
    assertThat(test.spans().get(0).attributes()).hasToString("{k=[a, null]}");
  }

  /** One that calls itself valid, whatever its ids are. */
  private record Odd(String getTraceId, String getSpanId) implements SpanContext {
    @Override
    public TraceFlags getTraceFlags() {
      return TraceFlags.getSampled();
    }

    @Override
    public TraceState getTraceState() {
      return TraceState.getDefault();
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public boolean isRemote() {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0AF7651916CD43DD8448EB211C80319C", "0af7", "", "none"})
  void spanContext_withMalformedIds_isNone(String traceId) {
    SpanContext odd = new Odd(traceId.equals("none") ? null : traceId, "b7ad6b7169203331");
    Context parent = Context.root().with(Span.wrap(odd));
    Span span = tracer.spanBuilder("s").setParent(parent).addLink(odd).startSpan();
    span.addLink(odd);
    span.end();
    assertThat(test.spans().get(0).isRoot()).isTrue();
    assertThat(test.spans().get(0).links()).isEmpty();
  }

  /** An object all of whose methods fail, but for those that every object has. */
  private static <T> T failing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("toString") ? "failing" : 1;
              }
              throw new IllegalStateException(method.getName());
            }));
  }

  private static Object argument(Class<?> type, boolean isNull) {
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == double.class) {
      return 1.0;
    }
    if (isNull) {
      return null;
    }
    if (type == Object.class) {
      return failing(Value.class);
    }
    return type.isInterface() ? failing(type) : null;
  }

  /** Starts or ends a span, or, as storeInContext, lets the argument do the work. */
  private static final Set<String> LEFT_OUT = Set.of("startSpan", "end", "storeInContext");

  /** Calls each method with objects that fail and with nulls, in all combinations. */
  private static void callAll(Class<?> type, Object target) throws ReflectiveOperationException {
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          || method.isSynthetic()
          || LEFT_OUT.contains(method.getName())) {
        continue;
      }
      Class<?>[] types = method.getParameterTypes();
      for (int nulls = 0; nulls < 1 << types.length; nulls++) {
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
          arguments[i] = argument(types[i], (nulls >> i & 1) == 1);
        }
        try {
          method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw new AssertionError(method + " failed", e.getCause());
        }
      }
    }
  }

  @Test
  @SuppressWarnings("unchecked") // the keys are those of these types
  void objectsThatFail_andNulls_neverDisturbTheApplication() throws Exception {
    try (LogCapture log = new LogCapture()) {
      Context parent =
          Context.root()
              .with((ContextKey<Span>) TheirKeys.SPAN, failing(Span.class))
              .with((ContextKey<Baggage>) TheirKeys.BAGGAGE, failing(Baggage.class));
      SpanBuilder builder = tracer.spanBuilder("s").setParent(parent);
      callAll(SpanBuilder.class, builder);
      Span span = builder.setParent(failing(Context.class)).startSpan();
      callAll(Span.class, span);
      LogRecordBuilder record = bridge.getLogsBridge().get("lib").logRecordBuilder();
      callAll(LogRecordBuilder.class, record);
      record.setContext(Context.root().with(span)).setEventName("e").emit();
      span.end();
      assertThat(log.warnings())
          .filteredOn(warning -> warning.contains("of another implementation"))
          .hasSize(1); // once a minute
    }
    test.assertNoOpenSpans();
  }
}
