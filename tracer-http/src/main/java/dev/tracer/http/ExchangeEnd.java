// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Ends the call of an exchange whose response is made after the handler returned. Immutable. */
final class ExchangeEnd {
  private final HttpExchange exchange;
  private final ServerCall<HttpExchange> call;

  ExchangeEnd(HttpExchange exchange, ServerCall<HttpExchange> call) {
    this.exchange = exchange;
    this.call = call;
  }

  ServerCall<HttpExchange> call() {
    return call;
  }

  /** The head of the response is about to be sent. */
  void answering(int status) {
    call.tellCaller(status, exchange);
  }

  void closed() {
    if (call.closed()) {
      call.end(exchange.getResponseCode(), exchange);
    }
  }

  OutputStream body(OutputStream body) {
    return call.hasReturned() ? new Body(body) : body;
  }

  /** A body whose close ends the call: many handlers close nothing else. */
  private final class Body extends FilterOutputStream {
    Body(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } finally {
        closed();
      }
    }
  }
}
