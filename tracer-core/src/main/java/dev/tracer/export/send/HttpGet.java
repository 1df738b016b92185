// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One GET of a text, for what a tracer asks a server. As {@link HttpSender} it takes no part in
 * cookies, authenticators and URL handlers of the application. Redirections are not followed.
 *
 * <p>One thread calls {@link #fetch}, once; any other may {@link #cut} it.
 *
 * @since 0.1
 */
public final class HttpGet {
  private final Endpoint endpoint;
  private final int maxBytes;
  private final Call call;

  /**
   * Prepares the question.
   *
   * @param maxBytes what is longer is cut there; positive
   * @param timeout how long to wait for the connection, and for each part of the answer, from now
   *     on: a server that sends something now and then has to be {@link #cut}
   * @throws IllegalArgumentException if {@code maxBytes} or {@code timeout} is not positive
   * @throws NullPointerException naming the argument that is null
   */
  public HttpGet(Endpoint endpoint, int maxBytes, Duration timeout) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be positive: " + maxBytes);
    }
    if (requireNonNull(timeout, "timeout").isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + timeout);
    }
    this.maxBytes = maxBytes;
    this.call = new Call(Deadline.nanos(timeout));
  }

  /**
   * Asks, and waits for the answer.
   *
   * @return the body of an answer with status 200, taken for UTF-8
   * @throws IOException if there is none; the message tells the status, or what went wrong
   */
  public String fetch() throws IOException {
    HttpConnection connection = new Dialer(endpoint, null, null).dial(call, null);
    try {
      HttpReply reply = connection.get(head(connection), call.millisLeft(), maxBytes);
      if (reply.status() != 200) {
        throw new IOException("HTTP status " + reply.status());
      }
      if (reply.isTorn()) {
        throw new IOException("the answer broke off");
      }
      return reply.text();
    } finally {
      connection.close();
    }
  }

  private byte[] head(HttpConnection connection) {
    StringBuilder head = new StringBuilder(256).append("GET ");
    if (connection.isToProxy()) {
      head.append("http://").append(endpoint.authority());
    }
    head.append(endpoint.target()).append(" HTTP/1.1\r\nHost: ").append(endpoint.authority());
    head.append("\r\nUser-Agent: ").append(HttpFields.USER_AGENT);
    if (endpoint.authorization != null) {
      head.append("\r\nAuthorization: ").append(endpoint.authorization);
    }
    head.append("\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Nobody wants the answer any more: closes the connection. Never waits. */
  public void cut() {
    call.cut();
  }
}
