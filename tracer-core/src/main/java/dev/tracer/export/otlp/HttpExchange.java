// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.ExportResult;
import dev.tracer.internal.Version;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * One POST and what became of it.
 *
 * <p>Threads: one sends it, once; any other may cut it ({@link #run}). The results are for whoever
 * knows that it is done.
 */
final class HttpExchange implements Runnable {
  /** More of an answer is not read: all that matters fits, and a broken server may never end. */
  private static final int MAX_REPLY_BYTES = 64 * 1024;

  private static final String NOT_HTTP = "the answer is not HTTP";

  // guarded by the lock of the runner, except that the exporting thread reads done afterwards
  volatile boolean done;
  boolean running;
  boolean abandoned;

  private final HttpExport export;
  private final byte[] body;
  private final int length;
  private final int timeoutMillis;

  /** Written by the thread that sends, read by the one that cuts. */
  private volatile @Nullable HttpURLConnection connection;

  private volatile boolean cut;

  // the outcome: the HTTP status, 0 if there is none; what was said; what happened if nothing was
  private int status;
  private String reply = "";
  private String trouble = "";
  private long retryAfterNanos = -1;
  private boolean notConnected;
  private boolean lost;

  /**
   * Prepares a POST.
   *
   * @param body what to send in its first {@code length} bytes; must not change meanwhile
   * @param timeoutNanos how long to wait for the connection, and for each part of the answer
   */
  HttpExchange(HttpExport export, byte[] body, int length, long timeoutNanos) {
    this.export = export;
    this.body = body;
    this.length = length;
    // 0 would mean for ever
    this.timeoutMillis = (int) Math.max(1, Math.min(timeoutNanos / 1_000_000, Integer.MAX_VALUE));
  }

  /** Sends the request and reads the answer. Throws nothing. */
  void send() {
    try {
      HttpURLConnection http = open();
      if (!trouble.isEmpty()) {
        return;
      }
      connection = http;
      try {
        http.connect();
      } catch (IOException e) {
        // a broken connection may also end the handshake
        Throwable cause = e.getCause();
        notConnected =
            !(e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException)
                || cause instanceof EOFException
                || cause instanceof SocketException;
        trouble = "cannot connect: " + text(e);
        return;
      }
      exchange(http);
    } catch (IOException e) {
      run();
      lost = !(e instanceof SocketTimeoutException);
      trouble = lost ? "connection lost: " + text(e) : "no answer in time";
    } catch (Throwable e) { // settings the JDK does not like, or it was cut, or an Error
      trouble = "cannot make the request: " + e.getClass().getName();
    }
  }

  private static String text(IOException e) {
    String type = e.getClass().getSimpleName();
    return e.getMessage() == null ? type : type + ": " + Endpoint.printable(e.getMessage());
  }

  /** Closes the connection, under the feet of the thread that uses it or while it is idle. */
  @Override
  public void run() {
    cut = true;
    HttpURLConnection open = connection;
    if (open != null) {
      try {
        open.disconnect();
      } catch (RuntimeException e) {
        // the JDK's client is not made for two threads
      }
    }
  }

  private HttpURLConnection open() throws IOException {
    URL url = export.endpoint.url;
    HttpURLConnection http =
        (HttpURLConnection)
            (export.proxy == null ? url.openConnection() : url.openConnection(export.proxy));
    if (export.sslSocketFactory != null && http instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(export.sslSocketFactory);
    }
    http.setRequestMethod("POST");
    http.setDoOutput(true);
    http.setUseCaches(false);
    http.setInstanceFollowRedirects(false);
    http.setConnectTimeout(timeoutMillis);
    http.setReadTimeout(timeoutMillis);
    // not buffered by the JDK, and therefore not repeated by it without our knowledge
    http.setFixedLengthStreamingMode(length);
    http.setRequestProperty("Accept", "application/json");
    http.setRequestProperty("User-Agent", "dev.tracer/" + Version.NUMBER);
    http.setRequestProperty("Content-Type", "application/json");
    if (export.gzip) {
      http.setRequestProperty("Content-Encoding", "gzip");
    }
    if (export.endpoint.authorization != null) {
      http.setRequestProperty("Authorization", export.endpoint.authorization);
    }
    for (Map.Entry<String, String> header : export.headers.entrySet()) {
      http.setRequestProperty(header.getKey(), header.getValue());
    }
    if (export.headerSupplier != null) {
      ask(export.headerSupplier, http);
    }
    return http;
  }

  private void ask(Supplier<Map<String, String>> supplier, HttpURLConnection http) {
    try {
      for (Map.Entry<String, String> header : supplier.get().entrySet()) {
        try {
          Endpoint.checkHeader(header.getKey(), header.getValue());
        } catch (IllegalArgumentException e) {
          trouble = "the supplier of headers is wrong: " + e.getMessage();
          return;
        }
        http.setRequestProperty(header.getKey(), header.getValue());
      }
    } catch (RuntimeException e) { // its message may tell the secret
      trouble = "the supplier of headers threw or returned null: " + e.getClass().getName();
    }
  }

  private void exchange(HttpURLConnection http) throws IOException {
    if (cut) {
      http.disconnect();
      trouble = "cut";
      return;
    }
    try (OutputStream out = http.getOutputStream()) {
      // in one piece: the JDK reports a broken connection at the second write only, and without it
      // goes on to read what the server may have said before it closed
      out.write(body, 0, length);
    }
    int code = http.getResponseCode();
    if (code < 0) {
      http.disconnect();
      trouble = NOT_HTTP;
      return;
    }
    reply = read(http, code);
    String retryAfter = http.getHeaderField("Retry-After");
    if (retryAfter != null) {
      retryAfterNanos = HttpExport.retryAfterNanos(retryAfter, export.runner.epochMillis());
    }
    status = code;
  }

  /** Reads the body, as far as it matters. */
  private static String read(HttpURLConnection http, int status) {
    byte[] bytes = new byte[512];
    int size = 0;
    try {
      InputStream in = status >= 400 ? http.getErrorStream() : http.getInputStream();
      // not closed: at its end the connection goes back into the JDK's pool by itself, and a
      // stream that was closed would make a cut forget the connection
      for (int n; in != null && (n = in.read(bytes, size, bytes.length - size)) >= 0; ) {
        size += n;
        if (size == MAX_REPLY_BYTES) {
          http.disconnect();
          break;
        }
        if (size == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(size * 4, MAX_REPLY_BYTES));
        }
      }
    } catch (IOException e) {
      http.disconnect(); // the status says enough
    }
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  boolean isAnswered() {
    return status != 0;
  }

  /** Whether the connection broke before there was an answer. */
  boolean isLost() {
    return lost;
  }

  /** Whether the same request may be answered better later (OTLP specification, "Failures"). */
  boolean isRetryable() {
    return notConnected || lost || status == 429 || status >= 502 && status <= 504;
  }

  /** How long the server asks to wait; negative if it does not. */
  long retryAfterNanos() {
    return retryAfterNanos;
  }

  /** What became of the spans, after so many attempts. */
  ExportResult result(int spans, int attempts) {
    if (status >= 200 && status < 300) {
      int partialSuccess = reply.indexOf("\"partialSuccess\"");
      int rejected = Math.min(count(member("rejectedSpans", partialSuccess)), spans);
      String warning = member("errorMessage", partialSuccess);
      if (warning.isEmpty()) {
        warning =
            rejected > 0
                ? "without a reason"
                : reply.stripLeading().startsWith("<")
                    ? "it answered with a web page; is the endpoint one for OTLP?"
                    : null;
      }
      return new ExportResult(spans - rejected, rejected, 0, 0, warning);
    }
    String message = message(attempts);
    return status == 413
        ? new ExportResult(0, 0, spans, 0, message)
        : ExportResult.failure(spans, message);
  }

  /** Why the request has failed. */
  private String message(int attempts) {
    StringBuilder text = new StringBuilder();
    if (status == 0) {
      if (attempts > 1) {
        text.append(attempts).append(" attempts, the last one: ");
      }
      text.append(trouble);
    } else {
      text.append("HTTP status ").append(status);
      if (attempts > 1) {
        text.append(" (").append(attempts).append(" attempts)");
      }
      String message = member("message", 0); // of a google.rpc.Status
      String plain = reply.strip();
      String said =
          message.isEmpty() && !plain.startsWith("<") && !plain.startsWith("{") ? plain : message;
      if (!said.isEmpty()) {
        text.append(": ").append(Endpoint.printable(said));
      }
      if (status >= 300 && status < 400) {
        text.append("; redirects are not followed, set the endpoint to the final address");
      }
    }
    boolean hint = status == 404 || status == 405 || trouble.equals(NOT_HTTP);
    return export.endpoint.message(text.toString(), hint);
  }

  private static int count(String digits) {
    try {
      return Math.max(0, Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private String member(String name, int from) {
    return from < 0 ? "" : Endpoint.printable(member(reply, name, from));
  }

  /**
   * Finds the value of a member in the JSON of an answer, which nobody has checked.
   *
   * @return the text or number behind the first such name; empty if there is none or it is cut off
   */
  static String member(String json, String name, int from) {
    int at = json.indexOf('"' + name + '"', from);
    int i = at < 0 ? json.length() : at + name.length() + 2;
    while (i < json.length() && " \t\r\n:".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    boolean quoted = i < json.length() && json.charAt(i) == '"';
    StringBuilder value = new StringBuilder();
    for (i += quoted ? 1 : 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted ? c == '"' : c < '0' || c > '9') {
        return value.toString();
      }
      if (c == '\\' && ++i < json.length()) {
        c = json.charAt(i);
        if (c == 'u' && i + 4 < json.length()) {
          c = 0;
          for (int end = i + 4; i < end; ) {
            c = (char) (c << 4 | Character.digit(json.charAt(++i), 16) & 15);
          }
        } else if ("bfnrt".indexOf(c) >= 0) {
          c = ' ';
        }
      }
      value.append(c);
    }
    return "";
  }
}
