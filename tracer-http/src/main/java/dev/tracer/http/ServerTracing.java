// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Traces one kind of server, which an adapter describes:
 *
 * <pre>{@code
 * ServerCall<Q, P> call = tracing.start(request, response);
 * try (Scope scope = call.makeCurrent()) {
 *   handler.handle(request, response);
 * } catch (Throwable e) {
 *   call.fail(e);
 *   throw e;
 * } finally {
 *   call.end(response);
 * }
 * }</pre>
 *
 * A server that finishes responses after its handlers have returned ends the call when it does.
 * Immutable, thread-safe.
 *
 * @param <Q> the server's type of requests
 * @param <P> the server's type of responses
 * @see HttpTracing#server
 * @since 0.1
 */
public final class ServerTracing<Q, P> {
  private final Settings settings;
  private final ServerAdapter<Q, P> adapter;

  ServerTracing(Settings settings, ServerAdapter<Q, P> adapter) {
    this.settings = settings;
    this.adapter = adapter;
  }

  /**
   * Starts the span of a request, continuing the trace that came with it as far as the {@link
   * InboundPolicy} believes it. Never throws: if tracing fails, or the request has its span
   * already, or is to have none, the call that this returns does nothing.
   */
  public ServerCall<Q, P> start(Q request, P response) {
    Context local = Context.current();
    try {
      ServerCall<?, ?> outer = local.get(ServerCall.KEY);
      if (outer != null && outer.isOf(request) || Settings.isInsideCallback(local)) {
        return new ServerCall<>(settings, adapter, request, local);
      }
      if (settings.isUntraced(SpanKind.SERVER, adapter, request)) {
        return new ServerCall<>(settings, adapter, request, Context.suppressed());
      }
      ServerCall<Q, P> call = startTraced(request, local);
      call.answering(0, response);
      return call;
    } catch (Throwable e) {
      settings.fault(ServerCall.PART, e);
      return new ServerCall<>(settings, adapter, request, local);
    }
  }

  private ServerCall<Q, P> startTraced(Q request, Context local) {
    long startNanos = settings.hasMetrics() ? settings.nanoTime() : 0;
    Context received = settings.tracer().extract(request, adapter);
    RequestLine line = RequestLine.of(adapter, request);
    String route = adapter.route(request);
    String name = settings.nameOf(line.method());
    SpanBuilder builder =
        settings
            .tracer()
            .spanBuilder(route == null ? name : name + " " + route)
            .kind(SpanKind.SERVER);
    InboundPolicy policy = settings.inbound(adapter, request);
    policy.apply(builder, local, received);
    settings.setMethod(builder, line.method());
    describe(builder, request, line, route);
    Span span = builder.start();
    if (settings.hasHooks() && span.isRecording()) {
      settings.started(span, RequestView.of(adapter, request, line));
    }
    Context handling = policy.handling(local, received);
    ServerCall<Q, P> call =
        new ServerCall<>(settings, adapter, request, line, span, handling, startNanos);
    call.routeIs(route);
    return call;
  }

  private void describe(SpanBuilder span, Q request, RequestLine line, @Nullable String route) {
    Forwarded forwarded = Forwarded.of(request, adapter);
    String scheme = forwarded.scheme() == null ? adapter.scheme(request) : forwarded.scheme();
    String path = line.path();
    String shownPath = path == null || path.isEmpty() ? "/" : settings.urls().path(path);
    String query = line.query();
    String shownQuery = query == null ? null : settings.urls().query(query);
    settings.set(span, Names.URL_SCHEME, Names.OLD_SCHEME, scheme);
    span.set(Names.URL_PATH, shownPath);
    span.set(Names.URL_QUERY, shownQuery);
    if (settings.oldNames()) {
      span.set(Names.OLD_TARGET, shownQuery == null ? shownPath : shownPath + "?" + shownQuery);
    }
    span.set(Names.ROUTE, route);

    String host = forwarded.host() == null ? adapter.authority(request) : forwarded.host();
    String address = Urls.hostOf(host);
    if (address != null) {
      int port = Urls.portOf(host);
      settings.set(span, Names.SERVER_ADDRESS, Names.OLD_HOST_NAME, address);
      int known = port >= 0 ? port : Urls.defaultPort(scheme);
      if (known >= 0) {
        settings.set(span, Names.SERVER_PORT, Names.OLD_HOST_PORT, known);
      }
    }
    describePeer(span, request, forwarded.client());
    settings.setHeaders(span, adapter, request);
  }

  private void describePeer(SpanBuilder span, Q request, @Nullable String forwardedFor) {
    String peer = adapter.peerAddress(request);
    String client = forwardedFor == null ? peer : forwardedFor;
    settings.set(span, Names.CLIENT_ADDRESS, Names.OLD_CLIENT_IP, client);
    settings.set(span, Names.PEER_ADDRESS, Names.OLD_SOCK_PEER_ADDR, peer);
    int port = adapter.peerPort(request);
    if (port > 0) {
      settings.set(span, Names.PEER_PORT, Names.OLD_SOCK_PEER_PORT, port);
    }
    String protocol = Protocols.version(adapter.protocol(request));
    span.set(Names.PROTOCOL_VERSION, protocol);
    if (settings.oldNames()) {
      String old = Protocols.oldVersion(protocol);
      span.set(Names.OLD_PROTOCOL_VERSION, old).set(Names.OLD_FLAVOR, old);
    }
    String agent = adapter.get(request, "user-agent");
    settings.set(span, Names.USER_AGENT, Names.OLD_USER_AGENT, agent);
  }
}
