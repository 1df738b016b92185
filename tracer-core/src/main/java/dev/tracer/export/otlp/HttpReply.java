// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * How one POST ended. Immutable.
 *
 * @param end what came back
 * @param status the HTTP status, 0 if there is none
 * @param body the beginning of what the server said, empty if nothing
 * @param retryAfter the header of that name, or null
 * @param trouble what happened if no answer came, else empty
 */
record HttpReply(End end, int status, String body, @Nullable String retryAfter, String trouble) {
  /** The {@link #trouble()} with a server that speaks another protocol. */
  static final String NOT_HTTP = "the answer is not HTTP";

  private static final int MAX_TEXT = 256;

  /** The ways a POST ends. */
  enum End {
    /** There is an HTTP status. */
    ANSWERED,
    /** The request cannot have arrived, because there was no connection. */
    NO_CONNECTION,
    /** The connection broke before there was an answer. */
    LOST,
    /** No answer came in time. */
    TIMEOUT,
    /** What came back is not HTTP, or the request could not be made at all. */
    BROKEN
  }

  static HttpReply answered(int status, String body, @Nullable String retryAfter) {
    return new HttpReply(End.ANSWERED, status, body, retryAfter, "");
  }

  static HttpReply broken(String trouble) {
    return new HttpReply(End.BROKEN, 0, "", null, trouble);
  }

  /** A POST that ended before there was a connection. */
  static HttpReply notConnected(IOException e) {
    boolean untrusted =
        (e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException)
            && !isConnectionTrouble(e.getCause());
    return new HttpReply(
        untrusted ? End.BROKEN : End.NO_CONNECTION, 0, "", null, "cannot connect: " + text(e));
  }

  /** A POST that ended while it was on its way. */
  static HttpReply notAnswered(IOException e) {
    return e instanceof SocketTimeoutException
        ? new HttpReply(End.TIMEOUT, 0, "", null, "no answer in time")
        : new HttpReply(End.LOST, 0, "", null, "connection lost: " + text(e));
  }

  private static boolean isConnectionTrouble(@Nullable Throwable cause) {
    return cause instanceof EOFException || cause instanceof SocketException;
  }

  private static String text(IOException e) {
    String message = e.getMessage();
    String type = e.getClass().getSimpleName();
    return message == null ? type : type + ": " + printable(message);
  }

  /** Whether the server has taken the request. */
  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isTooLarge() {
    return status == 413;
  }

  /** Whether the same request may be answered better later (OTLP specification, "Failures"). */
  boolean isRetryable() {
    return end == End.NO_CONNECTION
        || end == End.LOST
        || status == 429
        || status == 502
        || status == 503
        || status == 504;
  }

  /** The same with a note that it was the last of several attempts. */
  HttpReply after(int attempts) {
    return attempts == 1
        ? this
        : new HttpReply(end, status, body, retryAfter, attempts + " attempts" + prefixed(trouble));
  }

  private static String prefixed(String text) {
    return text.isEmpty() ? "" : ", the last one: " + text;
  }

  /** What is to be said although the server has taken the request; null if nothing. */
  @Nullable String warning(ReplyBody parsed, int rejected) {
    String message = parsed.message();
    if (message != null) {
      return printable(message);
    }
    if (rejected > 0) {
      return "without a reason";
    }
    return body.stripLeading().startsWith("<")
        ? "it answered with a web page; is the endpoint one for OTLP?"
        : null;
  }

  /** Why the request has failed. */
  String trouble(Endpoint endpoint) {
    StringBuilder text = new StringBuilder(endpoint.toString()).append(": ");
    if (end == End.ANSWERED) {
      text.append("HTTP status ").append(status);
      if (!trouble.isEmpty()) {
        text.append(" (").append(trouble).append(')');
      }
      String message = ReplyBody.parse(body).message();
      String said = message != null ? message : body.strip();
      if (!said.isEmpty() && !said.startsWith("<") && (message != null || !said.startsWith("{"))) {
        text.append(": ").append(printable(said));
      }
      if (status >= 300 && status < 400) {
        text.append("; redirects are not followed, set the endpoint to the final address");
      }
    } else {
      text.append(trouble);
    }
    if (endpoint.isGrpcPort() || status == 404 || status == 405 || trouble.equals(NOT_HTTP)) {
      text.append("; port 4317 is for gRPC, OTLP over HTTP listens on 4318 at /v1/traces");
    }
    return text.toString();
  }

  /** Text from elsewhere, short and in one line, so that it cannot forge lines of a log. */
  static String printable(String text) {
    int length = Math.min(text.length(), MAX_TEXT);
    StringBuilder clean = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean isLineEnd = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      clean.append(isLineEnd ? ' ' : c);
    }
    return (length < text.length() ? clean.append("...") : clean).toString();
  }
}
