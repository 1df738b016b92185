// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Ends the call of an exchange when both its handler has returned and its response is made, on
 * whichever thread either happens. Thread-safe.
 */
final class ExchangeEnd {
  private static final int NO_BODY = -1;
  private static final long UNKNOWN = -1;

  private final HttpExchange exchange;
  private final ServerCall<HttpExchange, HttpExchange> call;

  /**
   * How many bytes of a body of known length are still to be written. Confined to who makes the
   * response.
   */
  private long missing = UNKNOWN;

  /**
   * What the handler writes to. Made by the first that asks, replaced by whoever sets another, on
   * the thread that makes the response.
   */
  private @Nullable OutputStream body;

  /*
   * Whichever of the handler's return and the end of the response comes second ends the call. Both
   * write their own mark before they read the other's, so at least one of them sees both.
   */

  /** Written by the thread that handled the request, read by those that went on with it. */
  private volatile boolean returned;

  /** Written by whoever finishes the response, read by the thread that handled the request. */
  private volatile boolean finished;

  /**
   * Whether a filter before us has sent the head: then nobody knows how long the body is, and the
   * handler's return is the end.
   */
  private final boolean answeredBefore;

  ExchangeEnd(HttpExchange exchange, ServerCall<HttpExchange, HttpExchange> call) {
    this.exchange = exchange;
    this.call = call;
    this.answeredBefore = exchange.getResponseCode() != -1;
  }

  ServerCall<HttpExchange, HttpExchange> call() {
    return call;
  }

  /**
   * The handler has returned.
   *
   * @param goesOn whether another thread may still make the response
   */
  void returned(boolean goesOn) {
    returned = true;
    if (finished || !goesOn || answeredBefore) {
      call.end(exchange);
    }
  }

  /** The exchange was closed, whatever there is of the response. */
  void exchangeClosed() {
    if (!finished) {
      noteLack();
    }
    closed();
  }

  /** The server tells whoever closes the exchange of no failure. */
  private void noteLack() {
    if (exchange.getResponseCode() == -1) {
      call.endsLacking("unanswered");
    } else if (missing > 0) {
      call.endsLacking("incomplete");
    }
  }

  /** The response is made. */
  private void closed() {
    finished = true;
    if (returned) {
      call.end(exchange);
    }
  }

  /** Nobody will finish a response whose connection is broken, whoever notices it first. */
  private void broken(IOException e) {
    if (!finished) { // else the response is whole, and this a write too many
      call.breakOff(e);
    }
    closed();
  }

  /** Sends the head of the response; that is all of it if there is no body to follow. */
  void sendHeaders(int status, long length) throws IOException {
    if (exchange.getResponseCode() != -1) { // the server refuses a second head
      exchange.sendResponseHeaders(status, length);
      return;
    }
    call.answering(status, exchange);
    missing = length > 0 ? length : UNKNOWN;
    try {
      exchange.sendResponseHeaders(status, length);
    } catch (IOException e) {
      broken(e);
      throw e;
    }
    if (length == NO_BODY || hasNoBody(status)) {
      closed();
    }
  }

  /** Such responses the JDK's server finishes by itself, whatever length they are given. */
  private boolean hasNoBody(int status) {
    return status / 100 == 1
        || status == 204
        || status == 304
        || exchange.getRequestMethod().equals("HEAD");
  }

  /**
   * A filter behind ours has set other streams, which the delegate knows. Its stream is handed on
   * as it is: it writes to ours, which counts and is closed, as streams are to wrap those before.
   */
  void bodyIs(@Nullable OutputStream other) {
    if (other != null) {
      body = other;
    }
  }

  OutputStream body() {
    OutputStream known = body;
    if (known == null) {
      body = known = new Body(exchange.getResponseBody());
    }
    return known;
  }

  private void writeFailed(IOException e) {
    if (missing != 0) { // else the response is whole, and this a write too many
      broken(e);
    }
  }

  private void wrote(int bytes) {
    missing = missing > 0 ? Math.max(0, missing - bytes) : missing;
    if (missing == 0) {
      closed(); // all is there, closed or not
    }
  }

  /** A body whose close ends the call: many handlers close nothing else. */
  private final class Body extends FilterOutputStream {
    Body(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      try {
        out.write(b);
        wrote(1);
      } catch (IOException e) {
        writeFailed(e);
        throw e;
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
        wrote(length);
      } catch (IOException e) {
        writeFailed(e);
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        broken(e);
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        broken(e);
        throw e;
      } finally {
        closed();
      }
    }
  }
}
