// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.internal.Throwables;
import dev.tracer.propagation.CarrierSetter;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a traced client, from the start of its span to the end. Its methods are called one
 * after the other, on whichever threads; {@link #fail} and {@link #end} may be called at any time,
 * as a call can be cancelled while another thread reads its answer. Nothing here throws.
 *
 * @param <Q> the client's type of requests
 * @param <P> the client's type of responses
 * @see ClientTracing
 * @since 0.1
 */
public final class ClientCall<Q, P> {
  /** Where a second tracer of the same request finds the first. */
  static final ContextKey<ClientCall<?, ?>> KEY = ContextKey.named("dev.tracer.http.client");

  static final String PART = "HTTP client instrumentation";

  // immutable state
  private final Settings settings;
  private final ClientAdapter<Q, P> adapter;
  private final List<String> fields;
  private final Q request;
  private final Span span;
  private final Context caller;
  private final Context context;
  private final @Nullable String host;
  private final long startNanos;
  private final boolean traced;

  // mutable state
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Written by the first step that needs it, read by those after it. */
  private @Nullable InjectedHeaders injected;

  /** Written by whoever saw it, read by whoever ends the call, once. */
  private volatile @Nullable Throwable error;

  /** Of the response, -1 without one; written and read as {@link #error}. */
  private volatile int status = -1;

  /** A call with a span. */
  ClientCall(
      Settings settings,
      ClientAdapter<Q, P> adapter,
      List<String> fields,
      Q request,
      Span span,
      Context caller,
      @Nullable String host,
      long startNanos) {
    this.settings = settings;
    this.adapter = adapter;
    this.fields = fields;
    this.request = request;
    this.span = span;
    this.caller = caller;
    this.context = caller.with(span).with(KEY, this);
    this.host = host;
    this.startNanos = startNanos;
    this.traced = true;
  }

  /** A call without a span. */
  ClientCall(Settings settings, ClientAdapter<Q, P> adapter, Q request, Context caller) {
    this.settings = settings;
    this.adapter = adapter;
    this.fields = List.of();
    this.request = request;
    this.span = Span.invalid();
    this.caller = caller;
    this.context = caller;
    this.host = null;
    this.startNanos = 0;
    this.traced = false;
  }

  /** Its span; {@link Span#invalid()} if it has none. */
  public Span span() {
    return span;
  }

  /** The caller's context with the span: for code that runs on behalf of the call. */
  public Context context() {
    return context;
  }

  /** Makes {@link #context()} the calling thread's context until the scope is closed. */
  public Scope makeCurrent() {
    return context.makeCurrent();
  }

  /** The context that the call was made in. */
  Context caller() {
    return caller;
  }

  boolean isTraced() {
    return traced;
  }

  /** Whether a request is the one that this call has sent, on its way through another tracer. */
  <R> boolean hasSent(HttpAdapter<R, ?> reader, R other) {
    InjectedHeaders sent = injected;
    return sent != null && sent.size() > 0 && sent.value(0).equals(reader.get(other, sent.name(0)));
  }

  /**
   * Writes the trace headers into what is sent, as far as its host is to get them, and removes
   * those of another trace that it may have.
   *
   * @param setter replaces a header
   * @param remover removes a header, given its name in lower case, if it is there
   */
  public <C> void inject(
      C carrier, CarrierSetter<C> setter, BiConsumer<? super C, ? super String> remover) {
    InjectedHeaders headers = headers();
    try {
      for (String field : fields) {
        if (headers.replaces(field)) {
          remover.accept(carrier, field);
        }
      }
      for (int i = 0; i < headers.size(); i++) {
        setter.set(carrier, headers.name(i), headers.value(i));
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    }
  }

  /** What the host is to get; made once. */
  InjectedHeaders headers() {
    InjectedHeaders headers = injected;
    if (headers == null) {
      injected = headers = new InjectedHeaders(fields);
      String name = host == null ? "" : host;
      try {
        if (traced && settings.traceTo().test(name)) {
          Context sent = context;
          if (!context.baggage().isEmpty() && !settings.baggageTo().test(name)) {
            sent = context.with(Baggage.empty());
          }
          settings.tracer().inject(sent, headers, InjectedHeaders.SETTER);
        }
      } catch (Throwable e) {
        settings.fault(PART, e);
      }
    }
    return headers;
  }

  /**
   * The call failed. {@code CancellationException} and {@code InterruptedException} are no errors,
   * as the caller wanted it so (semantic conventions, "HTTP spans", Status).
   */
  public void fail(Throwable error) {
    this.error = Throwables.unwrapped(error);
  }

  /**
   * The headers of the response are there, or the call has failed: reads them and ends the span.
   * Only the first end counts.
   *
   * @param response null if there is none
   */
  public void end(@Nullable P response) {
    if (response != null) {
      head(response);
    }
    end(response, null);
  }

  /** Describes the span by the head of the response. */
  void head(P response) {
    if (!traced) {
      return;
    }
    try {
      int status = adapter.status(response);
      this.status = status;
      if (!span.isRecording()) {
        return;
      }
      settings.set(span, Names.STATUS_CODE, Names.OLD_STATUS_CODE, status);
      String protocol = Protocols.version(adapter.protocol(response));
      if (protocol != null) {
        span.set(Names.PROTOCOL_VERSION, protocol);
        if (settings.oldNames()) {
          String old = Protocols.oldVersion(protocol);
          span.set(Names.OLD_PROTOCOL_VERSION, old).set(Names.OLD_FLAVOR, old);
        }
      }
      settings.setHeaders(span, adapter, response);
      if (status >= 400) {
        span.set(Names.ERROR_TYPE, Integer.toString(status)).status(StatusCode.ERROR);
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    }
  }

  /**
   * Hears what the server says of the trace, if it was told of it.
   *
   * @param by the host that answered
   */
  void takeVerdict(@Nullable String by, HttpHeaders headers) {
    if (traced && headers().size() > 0 && span.isRecording()) {
      try {
        settings.verdicts().apply(span, by, headers, settings.nanoTime());
      } catch (Throwable e) {
        settings.fault(PART, e);
      }
    }
  }

  /**
   * Ends the span.
   *
   * @param after how long the call took, in nanoseconds; null if it ends now
   */
  void end(@Nullable P response, @Nullable Long after) {
    if (!traced || !ended.compareAndSet(false, true)) {
      return;
    }
    int status = this.status;
    Throwable error = this.error;
    try {
      if (span.isRecording()) {
        describe(status, error, response);
      }
    } catch (Throwable e) {
      settings.fault(PART, e);
    } finally {
      endSpan(after);
      measure(status, error, after);
    }
  }

  private void describe(int status, @Nullable Throwable error, @Nullable P response) {
    if (Throwables.isCancellation(error)) {
      span.event("cancelled");
    } else if (error != null) {
      span.fail(error);
      if (status >= 400) { // says more
        span.set(Names.ERROR_TYPE, Integer.toString(status));
      }
    }
    if (settings.hasHooks()) {
      ResponseView view = ResponseView.of(status, adapter, response, error);
      settings.ending(span, RequestView.of(SpanKind.CLIENT, adapter, request), view);
    }
  }

  private void endSpan(@Nullable Long after) {
    if (after != null && span instanceof SpanData data) {
      try {
        span.end(Instant.EPOCH.plusNanos(data.startEpochNanos() + after));
      } catch (Throwable e) {
        settings.fault(PART, e);
      }
    } else {
      settings.end(span, PART);
    }
  }

  private void measure(int status, @Nullable Throwable error, @Nullable Long after) {
    if (settings.hasMetrics()) {
      String errorType = null;
      if (status >= 400) {
        errorType = Integer.toString(status);
      } else if (error != null && !Throwables.isCancellation(error)) {
        errorType = Throwables.type(error);
      }
      settings.measured(
          RequestView.of(SpanKind.CLIENT, adapter, request),
          null,
          status,
          errorType,
          after != null ? after : settings.nanosSince(startNanos));
    }
  }

  Settings settings() {
    return settings;
  }
}
