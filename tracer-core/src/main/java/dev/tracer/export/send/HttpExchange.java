// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import dev.tracer.internal.SafeText;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * One POST and what became of it.
 *
 * <p>Threads: one runs it, once; any other may cut it. The outcome is for whoever knows that it is
 * over.
 */
final class HttpExchange extends Exchange {
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  /** How an exchange ended. */
  enum Fate {
    /** There is a status. */
    ANSWERED,
    /** No connection came about. */
    NOT_CONNECTED,
    /** The connection broke before there was an answer. */
    LOST,
    /** The answer did not come in time. */
    NO_ANSWER,
    /** There is more of an answer than is read, and nobody knows what it says. */
    TOO_LONG,
    /** The other side does not speak HTTP. */
    WRONG_PROTOCOL,
    /** The sides do not agree on a certificate or on TLS, or a proxy lets nobody through. */
    NO_WAY,
    /** It could not even be tried. */
    IMPOSSIBLE
  }

  // immutable state
  private final HttpSenderBuilder settings;
  private final Dialer dialer;
  private final IdleConnection idle;
  private final String contentType;
  private final ByteBuffer body;
  private final Call call;

  // mutable state: the outcome, written by the thread that runs, read when it is over, ordered by
  // the runner's lock
  private Fate fate = Fate.IMPOSSIBLE;
  private String trouble = "ended by an error of the virtual machine";
  private int status;
  private Answer.Body said = Answer.Body.NONE;
  private Secrets secrets = Secrets.NONE;
  private long retryAfterNanos = -1;
  private boolean reused;

  /**
   * Prepares a POST.
   *
   * @param body must not change meanwhile
   * @param timeoutNanos how long the whole may take
   */
  HttpExchange(HttpSender sender, String contentType, ByteBuffer body, long timeoutNanos) {
    this.settings = sender.settings;
    this.dialer = sender.dialer;
    this.idle = sender.idle;
    this.contentType = contentType;
    this.body = body;
    this.call = new Call(timeoutNanos);
  }

  @Override
  void cut() {
    call.cut();
  }

  /** Sends the request and reads the answer. Throws nothing but errors of the virtual machine. */
  @Override
  public void run() {
    try {
      Map<String, String> headers = headers();
      if (headers != null) {
        send(headers);
      }
    } catch (Throwable e) { // settings the JDK does not like, or an Error
      end(Fate.IMPOSSIBLE, "cannot make the request: ".concat(e.getClass().getName()));
    }
  }

  private void end(Fate newFate, String newTrouble) {
    fate = newFate;
    trouble = newTrouble;
  }

  // the headers

  /** All headers but those of the signature; null if they cannot be had. */
  private @Nullable Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", contentType);
    headers.put("Accept-Encoding", "identity"); // without it a server may pack its answer
    headers.put("User-Agent", HttpFields.USER_AGENT);
    if (settings.endpoint.authorization != null) {
      headers.put("Authorization", settings.endpoint.authorization);
    }
    headers.putAll(settings.headers);
    if (settings.headerSupplier != null && !addSupplied(settings.headerSupplier, headers)) {
      return null;
    }
    headers.put("Host", settings.endpoint.authority());
    headers.put("Content-Type", contentType);
    headers.put("Content-Length", Integer.toString(body.remaining()));
    if (settings.gzip) {
      headers.put("Content-Encoding", "gzip");
    }
    return headers;
  }

  private boolean addSupplied(Supplier<Map<String, String>> supplier, Map<String, String> headers) {
    try {
      for (Map.Entry<String, String> header : supplier.get().entrySet()) {
        String wrong = wrong(header);
        if (wrong != null) {
          end(Fate.IMPOSSIBLE, "the supplier of headers is wrong: " + wrong);
          return false;
        }
        headers.put(header.getKey(), header.getValue());
      }
      return true;
    } catch (RuntimeException e) { // its message may tell the secret
      String name = e.getClass().getName();
      end(Fate.IMPOSSIBLE, "the supplier of headers threw or returned null: " + name);
      return false;
    }
  }

  private static @Nullable String wrong(Map.Entry<String, String> header) {
    try {
      HttpFields.check(header.getKey(), header.getValue());
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private boolean sign(RequestSigner signer, Map<String, String> headers) {
    try {
      Endpoint to = settings.endpoint;
      URI url = URI.create((to.secure ? "https://" : "http://") + to.authority() + to.target());
      headers.putAll(
          signer.sign(url, Collections.unmodifiableMap(headers), body.asReadOnlyBuffer()));
      return true;
    } catch (RuntimeException e) {
      end(Fate.IMPOSSIBLE, "the signer threw or returned null: " + e.getClass().getName());
      return false;
    }
  }

  private byte[] head(Map<String, String> headers, HttpConnection connection) {
    Endpoint to = settings.endpoint;
    StringBuilder head = new StringBuilder(256).append("POST ");
    if (connection.isToProxy()) {
      head.append("http://").append(to.authority());
    }
    head.append(to.target()).append(" HTTP/1.1\r\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (connection.isToProxy() || !header.getKey().equalsIgnoreCase(PROXY_AUTHORIZATION)) {
        head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
      }
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  // the exchange

  private void send(Map<String, String> headers) {
    if (settings.signer != null && !sign(settings.signer, headers)) {
      return;
    }
    secrets = new Secrets(headers, settings.endpoint.query);
    HttpConnection connection = open(headers);
    if (connection == null) {
      return;
    }
    boolean keep = false;
    try {
      HttpReply reply = connection.send(head(headers, connection), body, call);
      answered(reply);
      boolean unread = status == 413; // perhaps, and what follows would be taken for its rest
      keep = reply.isReusable() && !unread && !call.isCut() && !isToBeLeft() && !isLostByChance();
    } catch (HttpReply.NotHttpException e) {
      end(e.isTls ? Fate.NO_WAY : Fate.WRONG_PROTOCOL, String.valueOf(e.getMessage()));
    } catch (SocketTimeoutException e) {
      end(Fate.NO_ANSWER, "no answer in time");
    } catch (IOException e) { // TLS 1.3 tells afterwards that our certificate will not do
      boolean refused = e instanceof SSLHandshakeException && !reused;
      end(refused ? Fate.NO_WAY : Fate.LOST, "connection lost: " + text(e));
    } finally {
      if (keep) {
        idle.keep(connection);
      } else {
        connection.close();
      }
    }
  }

  /** The idle connection or a new one; null if there can be none. */
  private @Nullable HttpConnection open(Map<String, String> headers) {
    try {
      HttpConnection kept = idle.take();
      if (kept != null) {
        reused = true;
        return used(kept);
      }
      return dialer.dial(call, headers.get(PROXY_AUTHORIZATION));
    } catch (Dialer.ProxyRefusedException e) {
      status = e.status;
      end(Fate.NO_WAY, String.valueOf(e.getMessage()));
    } catch (SSLException e) {
      notEncrypted(e);
    } catch (IOException e) {
      end(Fate.NOT_CONNECTED, "cannot connect: " + text(e));
    }
    return null;
  }

  /** A connection whose transport the exchange may cut from now on; closed if it was cut before. */
  private HttpConnection used(HttpConnection kept) throws SocketException {
    try {
      call.use(kept.transport());
      return kept;
    } catch (SocketException e) {
      kept.close();
      throw e;
    }
  }

  private void notEncrypted(SSLException e) {
    Throwable cause = e.getCause();
    boolean refused = e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException;
    boolean broken = cause instanceof EOFException || cause instanceof SocketException;
    if (broken) { // a connection that breaks ends the handshake as well
      end(Fate.NOT_CONNECTED, "cannot connect: " + text(e));
    } else if (refused) {
      end(Fate.NO_WAY, "cannot connect: " + text(e));
    } else {
      end(Fate.NO_WAY, "the server does not speak TLS; use http://, or its port for https");
    }
  }

  private static String text(IOException e) {
    String type = e.getClass().getSimpleName();
    return e.getMessage() == null ? type : type + ": " + SafeText.inMessage(e.getMessage());
  }

  private void answered(HttpReply reply) {
    if (reply.isCut()) { // an error that is not retried (OTLP specification, "OTLP/HTTP Response")
      end(Fate.TOO_LONG, "HTTP status " + reply.status() + " with an answer of over 4 MiB");
      return;
    }
    status = reply.status();
    said = reply.body();
    String retryAfter = reply.field("retry-after");
    if (retryAfter != null) {
      retryAfterNanos = RetryAfter.nanos(retryAfter, settings.timing.epochMillis());
    }
    if (!settings.endpoint.secure && reply.wantsTls()) {
      end(Fate.NO_WAY, HttpReply.SPEAKS_TLS);
    } else {
      end(Fate.ANSWERED, "");
    }
  }

  // the outcome

  Fate fate() {
    return fate;
  }

  /**
   * The status; 0 if there was none, or it says nothing of the request: see {@link Fate#NO_WAY}.
   */
  int status() {
    return fate == Fate.NO_WAY && status != 407 ? 0 : status;
  }

  Answer.Body said() {
    return said;
  }

  /** What was sent and is not to be quoted. */
  Secrets secrets() {
    return secrets;
  }

  /** What happened, for the log. */
  String trouble() {
    return fate == Fate.ANSWERED ? "HTTP status " + status : trouble;
  }

  boolean isTaken() {
    return fate == Fate.ANSWERED && status / 100 == 2;
  }

  /** Whether the same request may be answered better later (OTLP specification, "Failures"). */
  boolean isRetryable() {
    return fate == Fate.NOT_CONNECTED || fate == Fate.LOST || isToBeLeft() || isLostByChance();
  }

  /** Whether the server is too busy: a new connection may lead to another one. */
  private boolean isToBeLeft() {
    return status == 429 || (status >= 502 && status <= 504);
  }

  /**
   * Whether an idle connection broke, most likely because the server had closed it meanwhile; some
   * say so by 408 before they do, which then is read as the answer.
   */
  boolean isLostByChance() {
    return reused && (fate == Fate.LOST || (fate == Fate.ANSWERED && status == 408));
  }

  /** How long the server asks to wait; negative if it does not. */
  long retryAfterNanos() {
    return retryAfterNanos;
  }
}
