// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces one kind of client, which an adapter describes:
 *
 * <pre>{@code
 * ClientCall<Q, P> call = tracing.start(request);
 * P response = null;
 * try (Scope scope = call.makeCurrent()) {
 *   call.inject(request, Q::setHeader, Q::removeHeader);
 *   return response = send(request);
 * } catch (Throwable e) {
 *   call.fail(e);
 *   throw e;
 * } finally {
 *   call.end(response);
 * }
 * }</pre>
 *
 * Immutable, thread-safe.
 *
 * @param <Q> the client's type of requests
 * @param <P> the client's type of responses
 * @see HttpTracing#client(ClientAdapter)
 * @since 0.1
 */
public final class ClientTracing<Q, P> {
  private final Settings settings;
  private final ClientAdapter<Q, P> adapter;

  /** What the propagator writes, as far as clients can send it. */
  private final List<String> fields;

  ClientTracing(Settings settings, ClientAdapter<Q, P> adapter) {
    this.settings = settings;
    this.adapter = adapter;
    this.fields =
        settings.tracer().propagator().fields().stream()
            .filter(InjectedHeaders::isSendable)
            .toList();
  }

  /**
   * Starts the span of a call, a child of the current one. Never throws: if tracing fails, or the
   * request has its span already, or is to have none, the call that this returns does nothing.
   */
  public ClientCall<Q, P> start(Q request) {
    Context caller = Context.current();
    try {
      ClientCall<?, ?> outer = caller.get(ClientCall.KEY);
      if (Settings.isInsideCallback(caller)
          || outer != null && outer.hasSent(adapter, request)
          || settings.isUntraced(SpanKind.CLIENT, adapter, request)) {
        return new ClientCall<>(settings, adapter, request, caller);
      }
      long startNanos = settings.hasMetrics() ? settings.nanoTime() : 0;
      URI uri = adapter.uri(request);
      String host = Urls.host(uri);
      Span span = start(request, uri, host, caller);
      if (settings.hasHooks() && span.isRecording()) {
        settings.started(span, RequestView.of(SpanKind.CLIENT, adapter, request));
      }
      return new ClientCall<>(settings, adapter, fields, request, span, caller, host, startNanos);
    } catch (Throwable e) {
      settings.fault(ClientCall.PART, e);
      return new ClientCall<>(settings, adapter, request, caller);
    }
  }

  private Span start(Q request, URI uri, @Nullable String host, Context caller) {
    String method = adapter.method(request);
    SpanBuilder span =
        settings.tracer().spanBuilder(settings.nameOf(method)).parent(caller).kind(SpanKind.CLIENT);
    settings.setMethod(span, method);
    settings.set(span, Names.URL_FULL, Names.OLD_URL, settings.urls().url(uri.toString()));
    settings.set(span, Names.SERVER_ADDRESS, Names.OLD_PEER_NAME, host);
    int port = Urls.port(uri);
    if (port >= 0) {
      settings.set(span, Names.SERVER_PORT, Names.OLD_PEER_PORT, port);
    }
    Resend resend = caller.get(Resend.KEY);
    int resends = resend == null ? 0 : resend.take();
    if (resends > 0) {
      settings.set(span, Names.RESEND_COUNT, Names.OLD_RESEND_COUNT, resends);
    }
    settings.setHeaders(span, adapter, request);
    return span.start();
  }
}
