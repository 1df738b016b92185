// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanBuilder;
import dev.tracer.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the spans of one kind of server. Immutable.
 *
 * @param <Q> the server's type of requests
 * @param <P> the server's type of responses
 */
final class ServerSpans<Q, P> {
  private final Settings settings;
  private final ServerRequest<Q, P> reader;

  ServerSpans(Settings settings, ServerRequest<Q, P> reader) {
    this.settings = settings;
    this.reader = reader;
  }

  /** Starts the span of a request; null if tracing fails. */
  @Nullable ServerCall<P> start(Q request, P response) {
    try {
      Context local = Context.current();
      Context received = settings.tracer().extract(request, reader);
      String method = reader.method(request);
      String route = reader.route(request);
      String name = Settings.nameOf(method);
      SpanBuilder builder =
          settings
              .tracer()
              .spanBuilder(route == null ? name : name + " " + route)
              .kind(SpanKind.SERVER);
      settings.inbound().apply(builder, local, received);
      settings.setMethod(builder, method);
      describe(builder, request, route);
      Span span = builder.start();
      Context handling = settings.inbound().handling(local, received);
      ServerCall<P> call = new ServerCall<>(settings, reader, span, name, handling);
      call.tellCaller(0, response);
      return call;
    } catch (Throwable e) {
      settings.fault(ServerCall.PART, e);
      return null;
    }
  }

  private void describe(SpanBuilder span, Q request, @Nullable String route) {
    Forwarded forwarded = Forwarded.of(request, reader);
    String scheme = forwarded.scheme() == null ? reader.scheme(request) : forwarded.scheme();
    String path = reader.path(request);
    String query = reader.query(request);
    String shownQuery = query == null ? null : Urls.query(query, settings.redactedKeys());
    settings.set(span, Names.URL_SCHEME, Names.OLD_SCHEME, scheme);
    span.set(Names.URL_PATH, path == null || path.isEmpty() ? "/" : path);
    span.set(Names.URL_QUERY, shownQuery);
    if (settings.oldNames()) {
      span.set(Names.OLD_TARGET, shownQuery == null ? path : path + "?" + shownQuery);
    }
    span.set(Names.ROUTE, route);

    String host = forwarded.host() == null ? reader.authority(request) : forwarded.host();
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
    headers(span, request);
  }

  private void describePeer(SpanBuilder span, Q request, @Nullable String forwardedFor) {
    String peer = reader.peerAddress(request);
    String client = forwardedFor == null ? peer : forwardedFor;
    settings.set(span, Names.CLIENT_ADDRESS, Names.OLD_CLIENT_IP, client);
    settings.set(span, Names.PEER_ADDRESS, Names.OLD_SOCK_PEER_ADDR, peer);
    int port = reader.peerPort(request);
    if (port > 0) {
      settings.set(span, Names.PEER_PORT, Names.OLD_SOCK_PEER_PORT, port);
    }
    String protocol = Protocols.version(reader.protocol(request));
    settings.set(span, Names.PROTOCOL_VERSION, Names.OLD_PROTOCOL_VERSION, protocol);
    if (settings.oldNames()) {
      span.set(Names.OLD_FLAVOR, protocol);
    }
    String agent = reader.get(request, "user-agent");
    settings.set(span, Names.USER_AGENT, Names.OLD_USER_AGENT, agent);
  }

  private void headers(SpanBuilder span, Q request) {
    for (String name : settings.requestHeaders()) {
      List<String> values = reader.getAll(request, name);
      if (!values.isEmpty()) {
        span.set(Names.REQUEST_HEADER + name, values);
      }
    }
  }
}
