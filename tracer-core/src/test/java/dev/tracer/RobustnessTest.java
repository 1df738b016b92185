// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tracer.Fakes.Collector;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls every public method that applications use at run time, with every combination of arguments
 * that are absent, empty, huge or hostile. None may throw; those that make or change a {@link
 * Context} or run the application's code may refuse null by the argument's name.
 */
class RobustnessTest {
  private static final String HUGE = "\uD83D".repeat(500_000);
  private static final Map<Class<?>, List<Object>> VALUES = new HashMap<>();

  static {
    AttributesBuilder many = Attributes.builder();
    for (int i = 0; i < 300; i++) {
      many.set("key" + i, HUGE);
    }
    VALUES.put(String.class, Arrays.asList(null, "", "name", HUGE, "\u0000\n\uDC00"));
    VALUES.put(Object.class, Arrays.asList(null, new Hostile(), cyclic(), new byte[100_000], HUGE));
    VALUES.put(boolean.class, List.of(true));
    VALUES.put(Executor.class, Arrays.asList(null, (Executor) Runnable::run));
    VALUES.put(ScheduledExecutorService.class, Arrays.asList((Object) null));
    VALUES.put(char.class, List.of('x', '\uD83D', '\0'));
    VALUES.put(long.class, List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE));
    VALUES.put(double.class, List.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0));
    VALUES.put(Attributes.class, Arrays.asList(null, Attributes.empty(), many.build()));
    VALUES.put(Instant.class, Arrays.asList(null, Instant.EPOCH, Instant.MIN, Instant.MAX));
    VALUES.put(
        Duration.class,
        Arrays.asList(
            null,
            Duration.ZERO,
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE)));
    VALUES.put(
        SpanContext.class,
        Arrays.asList(
            null,
            SpanContext.invalid(),
            SpanContext.of(-1, -1, -1, (byte) -1, TraceState.parse(HUGE), true)));
    VALUES.put(Throwable.class, Arrays.asList(null, new HostileException(), new Error(HUGE)));
    VALUES.put(StatusCode.class, withNull(StatusCode.values()));
    VALUES.put(SpanKind.class, withNull(SpanKind.values()));
    VALUES.put(Context.class, Arrays.asList(null, Context.root(), Context.suppressed()));
    VALUES.put(Span.class, Arrays.asList(null, Span.invalid()));
    VALUES.put(Baggage.class, Arrays.asList(null, Baggage.empty()));
    VALUES.put(ContextKey.class, Arrays.asList(null, ContextKey.named("")));
    VALUES.put(InstrumentationScope.class, Arrays.asList(null, InstrumentationScope.of("", "")));
    VALUES.put(Tracer.Work.class, Arrays.asList(null, (Tracer.Work<Object, Error>) span -> null));
    VALUES.put(Tracer.VoidWork.class, Arrays.asList(null, (Tracer.VoidWork<Error>) Span::end));
    VALUES.put(
        CarrierGetter.class,
        Arrays.asList(null, (CarrierGetter<Object>) (carrier, key) -> HUGE, CarrierGetter.ofMap()));
    VALUES.put(
        CarrierSetter.class,
        Arrays.asList(null, (CarrierSetter<Object>) (carrier, key, value) -> {}));
    VALUES.put(ProcessBuilder.class, Arrays.asList(null, new ProcessBuilder()));
    VALUES.put(Runnable.class, Arrays.asList(null, (Runnable) () -> {}));
    VALUES.put(Callable.class, Arrays.asList(null, (Callable<Object>) () -> null));
    for (Class<?> type :
        List.of(
            Supplier.class,
            Consumer.class,
            BiConsumer.class,
            Function.class,
            BiFunction.class,
            ThreadFactory.class,
            ExecutorService.class)) {
      VALUES.put(type, Arrays.asList((Object) null));
    }
  }

  private static List<Object> withNull(Object[] constants) {
    List<Object> values = new ArrayList<>(Arrays.asList(constants));
    values.add(null);
    return values;
  }

  private static List<Object> cyclic() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    list.add(new Hostile());
    return list;
  }

  private final Fakes.Log log = new Fakes.Log();
  private final Tracer tracer = Fakes.tracer(new Collector()).build();

  @AfterEach
  void restore() {
    log.close();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  static Stream<Arguments> spans() {
    Tracer other = Fakes.tracer(new Collector()).build();
    Span ended = other.startSpan("ended");
    ended.end();
    return Stream.of(
        argumentSet("recording", other.startSpan("recording")),
        argumentSet("strict", Fakes.tracer(new Collector()).strict(true).build().startSpan("x")),
        argumentSet("ended", ended),
        argumentSet("none", Span.invalid()),
        argumentSet(
            "remote", Span.of(SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), true))));
  }

  @ParameterizedTest
  @MethodSource("spans")
  void span_anyCallOnAnyThread_neverThrows(Span span) throws Exception {
    callAll(Span.class, span); // ends it
    callAll(Span.class, span);
  }

  @ParameterizedTest
  @MethodSource("spans")
  void span_anyCallOnAnotherThread_neverThrows(Span span) throws Exception {
    Fakes.onOtherThread(() -> callAll(Span.class, span));
    callAll(Span.class, span);
  }

  @Test
  void spanBuilder_anyCall_neverThrows() throws Exception {
    callAll(SpanBuilder.class, tracer.spanBuilder("span"));
    callAll(SpanBuilder.class, Tracer.noop().spanBuilder(null));
  }

  @Test
  void tracer_anyCall_neverThrows() throws Exception {
    callAll(Tracer.class, tracer);
    assertThat(tracer.isEnabled()).as("close was among the calls").isFalse();
    callAll(Tracer.class, tracer);
    callAll(Tracer.class, Tracer.noop());
  }

  @Test
  void context_anyCall_neverThrows() throws Exception {
    callAll(Context.class, Context.root());
    callAll(Context.class, Context.root().with(tracer.startSpan("span")));
    callAll(Context.class, Context.suppressed());
  }

  private static void callAll(Class<?> type, Object target) throws IllegalAccessException {
    List<Method> methods = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      boolean configures = method.getReturnType() == TracerBuilder.class;
      if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && !configures) {
        methods.add(method);
      }
    }
    methods.sort(comparing(method -> method.getName().matches("end|close"))); // those last
    int calls = 0;
    for (Method method : methods) {
      calls += callWithAll(method, target);
    }
    assertThat(calls).isGreaterThan(20);
  }

  private static int callWithAll(Method method, Object target) throws IllegalAccessException {
    Class<?>[] types = method.getParameterTypes();
    int combinations = 1;
    for (Class<?> type : types) {
      assertThat(VALUES).as("values for " + method).containsKey(type);
      combinations *= VALUES.get(type).size();
    }
    for (int i = 0; i < combinations; i++) {
      Object[] arguments = new Object[types.length];
      int rest = i;
      for (int j = 0; j < types.length; j++) {
        List<Object> values = VALUES.get(types[j]);
        arguments[j] = values.get(rest % values.size());
        rest /= values.size();
      }
      call(method, target, arguments);
    }
    return combinations;
  }

  private static void call(Method method, Object target, Object[] arguments)
      throws IllegalAccessException {
    try {
      Object result = method.invoke(target, arguments);
      if (result instanceof Scope scope) {
        scope.close();
      }
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      boolean refused =
          thrown instanceof NullPointerException
              && mayRefuse(method)
              && String.valueOf(thrown.getMessage()).matches("[a-z][A-Za-z]*");
      if (!refused) {
        throw new AssertionError(method + " threw", thrown);
      }
    }
  }

  private static boolean mayRefuse(Method method) {
    Class<?> type = method.getDeclaringClass();
    return type == Context.class
        || type == Tracer.class
        || (type == Span.class && Modifier.isStatic(method.getModifiers()));
  }

  private static final class Hostile {
    @Override
    public String toString() {
      throw new AssertionError("hostile");
    }
  }

  private static final class HostileException extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("hostile");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("hostile");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return null;
    }
  }
}
