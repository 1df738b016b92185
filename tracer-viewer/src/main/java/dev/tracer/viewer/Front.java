// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tracer.internal.LogTopic;
import dev.tracer.internal.ThrottledLog;
import java.io.IOException;

/**
 * Takes each request: checks where it comes from, finds who answers it, and turns what they throw
 * into an answer. Nothing thrown here reaches the server. Thread-safe.
 */
final class Front implements HttpHandler {
  private final Receivers receivers;
  private final Api api;
  private final Events events;
  private final Mcp mcp;
  private final ThrottledLog log = new ThrottledLog();

  Front(Receivers receivers, Api api, Events events, Mcp mcp) {
    this.receivers = receivers;
    this.api = api;
    this.events = events;
    this.mcp = mcp;
  }

  @Override
  public void handle(HttpExchange http) {
    try (http) {
      Exchange exchange = new Exchange(http);
      try {
        exchange.checkCaller();
        route(exchange);
      } catch (HttpError e) {
        exchange.answer(e.status(), "text/plain; charset=utf-8", e.getMessage() + "\n");
      }
    } catch (IOException e) {
      // the caller has gone
    } catch (Throwable e) { // a thread of ours: survives whatever a request brings about
      log.warn(LogTopic.FAULT, "A request to the trace viewer failed", e);
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
