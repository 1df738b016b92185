// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Takes each request: checks where it comes from, finds who answers it, and turns what they throw
 * into an answer. Nothing thrown here reaches the server. Whoever sends a body may be slow and is
 * answered by other threads than those that serve pages. Thread-safe.
 */
final class Front implements HttpHandler {
  private final Connections connections;
  private final Receivers receivers;
  private final Api api;
  private final Events events;
  private final Mcp mcp;
  private final ThrottledLog log = new ThrottledLog();

  Front(Connections connections, Receivers receivers, Api api, Events events, Mcp mcp) {
    this.connections = connections;
    this.receivers = receivers;
    this.api = api;
    this.events = events;
    this.mcp = mcp;
  }

  @Override
  public void handle(HttpExchange http) {
    connections.headRead();
    Exchange exchange = new Exchange(http, connections.bodies());
    if (!exchange.hasBody()) {
      answer(http, exchange, connections.heads());
      return;
    }
    try {
      connections.receive(() -> answer(http, exchange, connections.receiving()));
    } catch (RejectedExecutionException e) {
      refuse(http, exchange, connections.heads(), new HttpError(503, "busy"));
    }
  }

  private void answer(HttpExchange http, Exchange exchange, ReadWatch watch) {
    try {
      exchange.checkCaller();
      route(exchange);
    } catch (HttpError e) {
      refuse(http, exchange, watch, e);
      return;
    } catch (IOException e) {
      // the caller has gone
    } catch (Throwable e) { // a thread of ours: survives whatever a request brings about
      log.warn(LogTopic.FAULT, "A request to the trace viewer failed", e);
    }
    close(http, watch);
  }

  private void refuse(HttpExchange http, Exchange exchange, ReadWatch watch, HttpError error) {
    try {
      Answers.refuse(exchange, error);
    } catch (IOException e) {
      // the caller has gone
    }
    close(http, watch);
  }

  /** Closing reads what is left of a body. */
  private static void close(HttpExchange http, ReadWatch watch) {
    watch.begin();
    try {
      http.close();
    } finally {
      watch.end();
    }
  }

  private void route(Exchange exchange) throws IOException, HttpError {
    switch (exchange.path()) {
      case "/v1/traces", "/v1/logs", "/api/v2/spans" -> receivers.handle(exchange);
      case "/api/events" -> events.handle(exchange);
      case "/mcp" -> mcp.handle(exchange);
      default -> {
        if (exchange.path().startsWith("/api/")) {
          api.handle(exchange);
        } else {
          Pages.handle(exchange);
        }
      }
    }
  }
}
