// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.propagation.Propagator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans for one service and brings them to the exporters. Make one for the life of the
 * service and close it at the end:
 *
 * <pre>{@code
 * Tracer tracer = Tracer.builder("checkout").exporter(OtlpExporter.http()).build();
 *
 * Receipt receipt = tracer.call("charge-card", span -> {
 *   span.set("order.id", 42);
 *   return charge(card);
 * });
 * }</pre>
 *
 * <p>Thread-safe. Once it is built, nothing here throws because of tracing.
 *
 * @since 0.1
 */
public final class Tracer implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final Engine engine;
  private final SpanOrigin origin;

  /** What {@link #startSpan} starts, but for the name; never changed. */
  private final SpanBuilder plain;

  Tracer(Engine engine, SpanOrigin origin) {
    this.engine = engine;
    this.origin = origin;
    this.plain = new SpanBuilder(engine.starter, origin, null);
  }

  /**
   * Starts to describe a tracer.
   *
   * @param serviceName the name under which back ends show the service; not empty
   * @throws IllegalArgumentException if {@code serviceName} is empty
   * @throws NullPointerException if {@code serviceName} is null
   */
  public static TracerBuilder builder(String serviceName) {
    return new TracerBuilder(serviceName);
  }

  /**
   * The tracer that the {@code OTEL_*} environment variables and system properties of this process
   * describe. Without any of them it records spans and sends them nowhere. To change details, begin
   * with {@link TracerBuilder#fromEnvironment()}.
   */
  public static Tracer fromEnvironment() {
    return TracerBuilder.fromEnvironment().build();
  }

  /** A tracer that records nothing; remote contexts pass through it. */
  public static Tracer noop() {
    return new TracerBuilder("noop").disabled(true).build();
  }

  /** The same tracer for another instrumentation scope: spans tell which library made them. */
  public Tracer instrumentation(String name, String version) {
    return instrumentation(InstrumentationScope.of(name, version));
  }

  /** The same tracer for another instrumentation scope. */
  public Tracer instrumentation(InstrumentationScope scope) {
    Attributes attributes = requireNonNull(scope, "scope").attributes();
    Attributes told = engine.redaction.attributes(attributes);
    InstrumentationScope redacted =
        told.equals(attributes)
            ? scope
            : new InstrumentationScope(scope.name(), scope.version(), scope.schemaUrl(), told);
    return new Tracer(engine, origin.withScope(redacted));
  }

  /** Whether spans can be recorded: true until the close, unless disabled. */
  public boolean isEnabled() {
    return engine.starter.isOpen();
  }

  /**
   * The clocks of its spans, for instrumentation that has to know a start before it knows whether
   * there will be a span.
   */
  public Clock clock() {
    return origin.clock;
  }

  /** The service that spans belong to. */
  public Resource resource() {
    return origin.resource;
  }

  /**
   * Starts a span, child of the current one. It has to be ended, and is not current yet; {@link
   * #call} and {@link #run} take care of both.
   *
   * @param name what is done, of few different values: {@code charge-card}, not {@code charge 4711}
   */
  public Span startSpan(String name) {
    return engine.starter.start(origin, name, Attributes.empty(), plain);
  }

  /** Describes a span in detail before it starts. */
  public SpanBuilder spanBuilder(String name) {
    return new SpanBuilder(engine.starter, origin, name);
  }

  /**
   * Runs {@code work} in a span, child of the current one, which is current meanwhile and ended
   * afterwards: when {@code work} returns, also if it returns a future that is not complete yet.
   * What {@code work} throws is recorded and thrown on as it is.
   *
   * @throws NullPointerException if {@code work} is null
   */
  public <T extends @Nullable Object, X extends Throwable> T call(String name, Work<T, X> work)
      throws X {
    requireNonNull(work, "work");
    Span span = startSpan(name);
    try (Scope scope = span.makeCurrent()) {
      return work.run(span);
    } catch (Throwable e) {
      span.fail(e);
      throw e;
    } finally { // also where the end of the stack let no scope be opened
      span.end();
    }
  }

  /** Like {@link #call} for work without result. */
  public <X extends Throwable> void run(String name, VoidWork<X> work) throws X {
    requireNonNull(work, "work");
    this.<Span, X>call(
        name,
        span -> {
          work.run(span);
          return span;
        });
  }

  /**
   * The identity of {@code span} as it is to be told to somebody outside of this process, by other
   * ways than {@link #inject}: both make a tail sampler decide about the trace, if it can by now,
   * so that the sampled flag says so. {@link Span#context()} does not.
   */
  public SpanContext announce(Span span) {
    return span == null ? SpanContext.invalid() : engine.announce(span);
  }

  /** Writes the current context into a carrier, in the formats of this tracer. */
  public <C> void inject(C carrier, CarrierSetter<C> setter) {
    engine.inject(Context.current(), carrier, setter);
  }

  /** Writes {@code context} into a carrier, in the formats of this tracer. */
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    engine.inject(context, carrier, setter);
  }

  /**
   * Reads the context of a remote caller from a carrier. What is absent or malformed leaves the
   * current context as it is.
   */
  public <C> Context extract(C carrier, CarrierGetter<C> getter) {
    return engine.extract(Context.current(), carrier, getter);
  }

  /**
   * Reads the context of a remote caller from a carrier over {@code context}. What is absent or
   * malformed, or what the getter fails at, leaves that as it is, field by field.
   */
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    return engine.extract(context, carrier, getter);
  }

  /** The formats in which this tracer carries contexts. */
  public Propagator propagator() {
    return engine.propagator;
  }

  /**
   * Counts and logs that instrumentation built on this tracer failed where it must not disturb the
   * application: {@link TracerStats#faults()} and one warning a minute. For libraries that trace on
   * behalf of others.
   *
   * @param part what failed, for people: {@code HTTP client instrumentation}
   */
  public void reportFault(String part, Throwable error) {
    engine.failed(part, error);
  }

  /** What this tracer did so far. */
  public TracerStats stats() {
    return engine.stats();
  }

  /**
   * Exports what has ended so far, and waits for it. To be called before the process is frozen into
   * a snapshot (CRaC, SnapStart, CRIU): spans that start afterwards look at the wall clock and draw
   * their ids anew.
   *
   * @param timeout how long to wait at the most
   * @return what became of the spans meanwhile
   */
  public FlushResult flush(Duration timeout) {
    return engine.flush(requireNonNull(timeout, "timeout"));
  }

  /** {@link #close(Duration)} with a timeout of 10 seconds. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Exports what has ended, then stops. Spans started later are not recorded. Closing again does
   * nothing.
   *
   * @param timeout how long to wait at the most, whatever exporters do; what could not be exported
   *     by then is dropped and counted
   * @return what became of the spans meanwhile
   */
  public FlushResult close(Duration timeout) {
    return engine.close(requireNonNull(timeout, "timeout"));
  }

  /**
   * What {@link Tracer#call} runs.
   *
   * @param <T> the type of its result
   * @param <X> the type of what it throws; inferred as {@code RuntimeException} if it throws
   *     nothing
   * @since 0.1
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, X extends Throwable> {
    /** Does the work in {@code span}. */
    T run(Span span) throws X;
  }

  /**
   * What {@link Tracer#run} runs.
   *
   * @param <X> the type of what it throws
   * @since 0.1
   */
  @FunctionalInterface
  public interface VoidWork<X extends Throwable> {
    /** Does the work in {@code span}. */
    void run(Span span) throws X;
  }

  /**
   * How it is set up, in a line for people: the service, sampler, headers, limits, and where spans
   * go. It has no secrets, and of the resource the service's name alone.
   */
  @Override
  public String toString() {
    String service = resource().serviceName();
    return (isEnabled() ? "Tracer{" : "Tracer{disabled, ") + service + engine.describe() + '}';
  }
}
