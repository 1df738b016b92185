// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.internal.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * One POST and its answer.
 *
 * <p>Threads: one runs it, once; any other may cut it.
 */
final class HttpExchange {
  /** More of an answer is not read: all that matters fits, and a broken server may never end. */
  static final int MAX_REPLY_BYTES = 64 * 1024;

  private static final String USER_AGENT = "dev.tracer/" + Version.NUMBER;

  private final HttpSettings settings;
  private final byte[] body;
  private final int length;
  private final int timeoutMillis;

  /** Written by the thread that runs it, read by the one that cuts it. */
  private volatile @Nullable HttpURLConnection connection;

  private volatile boolean cut;

  /**
   * Prepares a POST.
   *
   * @param body what to send in its first {@code length} bytes; must not change meanwhile
   * @param timeoutNanos how long to wait for the connection, and for each part of the answer
   */
  HttpExchange(HttpSettings settings, byte[] body, int length, long timeoutNanos) {
    this.settings = settings;
    this.body = body;
    this.length = length;
    // 0 would mean for ever
    this.timeoutMillis = (int) Math.max(1, Math.min(timeoutNanos / 1_000_000, Integer.MAX_VALUE));
  }

  /** Sends the request and reads the answer. Throws no exception. */
  HttpReply run() {
    try {
      HttpURLConnection http = open();
      String problem = settings.headers.applyTo(http);
      if (problem != null) {
        return HttpReply.broken(problem);
      }
      connection = http;
      try {
        http.connect();
      } catch (IOException e) {
        return HttpReply.notConnected(e);
      }
      return send(http);
    } catch (RuntimeException e) { // settings the JDK does not like, or it was cut
      return HttpReply.broken("cannot make the request: " + e.getClass().getName());
    } catch (IOException e) {
      cut();
      return HttpReply.notAnswered(e);
    }
  }

  /** Closes the connection, under the feet of the thread that uses it or while it is idle. */
  void cut() {
    cut = true;
    HttpURLConnection open = connection;
    if (open != null) {
      open.disconnect();
    }
  }

  private HttpURLConnection open() throws IOException {
    URLConnection any =
        settings.proxy == null
            ? settings.endpoint.url().openConnection()
            : settings.endpoint.url().openConnection(settings.proxy);
    HttpURLConnection http = (HttpURLConnection) any;
    if (settings.sslSocketFactory != null && http instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(settings.sslSocketFactory);
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
    http.setRequestProperty("User-Agent", USER_AGENT);
    String authorization = settings.endpoint.authorization();
    if (authorization != null) {
      http.setRequestProperty("Authorization", authorization);
    }
    http.setRequestProperty("Content-Type", "application/json");
    if (settings.gzip) {
      http.setRequestProperty("Content-Encoding", "gzip");
    }
    return http;
  }

  private HttpReply send(HttpURLConnection http) throws IOException {
    if (cut) {
      http.disconnect();
      return HttpReply.broken("cut");
    }
    try (OutputStream out = http.getOutputStream()) {
      // in one piece: the JDK reports a broken connection at the second write only, and without it
      // goes on to read what the server may have said before it closed
      out.write(body, 0, length);
    }
    int status = http.getResponseCode();
    if (status < 0) {
      http.disconnect();
      return HttpReply.broken(HttpReply.NOT_HTTP);
    }
    return HttpReply.answered(status, readBody(http, status), http.getHeaderField("Retry-After"));
  }

  private static String readBody(HttpURLConnection http, int status) {
    byte[] bytes = new byte[512];
    int size = 0;
    try (InputStream in = status >= 400 ? http.getErrorStream() : http.getInputStream()) {
      for (int n; in != null && (n = in.read(bytes, size, bytes.length - size)) >= 0; ) {
        size += n;
        if (size == MAX_REPLY_BYTES) {
          http.disconnect(); // otherwise close() would try to read the rest
          break;
        }
        if (size == bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(size * 4, MAX_REPLY_BYTES));
        }
      }
    } catch (IOException e) {
      // the status says enough
    }
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
