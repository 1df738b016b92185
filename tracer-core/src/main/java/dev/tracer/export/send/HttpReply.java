// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a server of HTTP/1.1 as it is read from its connection (RFC 9112). Interim answers
 * are skipped. Of the body no more is read than matters. Confined to one thread.
 */
final class HttpReply {
  private static final int FIRST_BODY_BYTES = 512;

  /** As recommended (OTLP exporter specification, "Max Response Size"). */
  private static final int MAX_BODY_BYTES = 4 << 20;

  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final String START = "HTTP/1.";

  static final String SPEAKS_TLS = "the server speaks TLS; use https://";

  /**
   * What servers say in plain text that have read HTTP at a port for TLS: see {@link #wantsTls}.
   */
  private static final String[] TLS_WANTED = {
    "HTTPS port", // nginx
    "HTTPS server", // Go
    "SSL-enabled", // Apache
    "requires TLS" // Tomcat
  };

  /** What came is no answer of HTTP. */
  static final class NotHttpException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whether it begins as an alert or a handshake of TLS does. */
    final boolean isTls;

    NotHttpException(int firstByte) {
      super(firstByte == 0x15 || firstByte == 0x16 ? SPEAKS_TLS : "the answer is not HTTP");
      this.isTls = firstByte == 0x15 || firstByte == 0x16;
    }
  }

  private final InputStream in;
  private final int maxBodyBytes;
  private int headBytes;
  private int status;
  private String version = "";
  private final Map<String, String> fields = new TreeMap<>();
  private byte[] body;
  private int bodySize;
  private boolean reusable = true;

  /** When to give up, on the monotonic clock: a server that drips meets no other bound. */
  private long giveUpAt = System.nanoTime() + Long.MAX_VALUE / 2;

  /** Whether the connection broke within the body. */
  private boolean torn;

  /** Whether the body goes on behind what was read: a broken server may never end. */
  private boolean cut;

  private HttpReply(InputStream in, int maxBodyBytes) {
    this.in = in;
    this.maxBodyBytes = maxBodyBytes;
    this.body = new byte[Math.min(FIRST_BODY_BYTES, maxBodyBytes)];
  }

  /** Reads an answer with up to {@code maxBodyBytes} of its body. */
  static HttpReply read(InputStream in, int maxBodyBytes) throws IOException {
    HttpReply reply = new HttpReply(in, maxBodyBytes);
    reply.readHead();
    return reply.withBody();
  }

  /**
   * Reads the head of an answer.
   *
   * @param in which buffers
   * @throws NotHttpException if it is none
   * @throws IOException if the connection breaks before its head is complete
   */
  static HttpReply readHead(InputStream in) throws IOException {
    HttpReply reply = new HttpReply(in, MAX_BODY_BYTES);
    reply.readHead();
    return reply;
  }

  /** This answer, with its body as far as it comes within so many milliseconds. */
  HttpReply withBody(long millis) {
    giveUpAt = System.nanoTime() + 1_000_000 * millis;
    return withBody();
  }

  /** This answer, with its body as far as it comes. */
  HttpReply withBody() {
    try {
      readBody();
    } catch (IOException | NumberFormatException e) { // the status says enough
      reusable = false;
      torn = !cut;
    }
    return this;
  }

  int status() {
    return status;
  }

  /** The body; that of a success is as good as empty if it is not whole. */
  Answer.Body body() {
    if (bodySize == 0 || (torn && status < 300)) {
      return Answer.Body.NONE;
    }
    return new Answer.Body(fields.getOrDefault("content-type", ""), Arrays.copyOf(body, bodySize));
  }

  /** The body, whole or not, taken for UTF-8. */
  String text() {
    return new String(body, 0, bodySize, StandardCharsets.UTF_8);
  }

  /** Whether the server says so, in plain HTTP. */
  boolean wantsTls() {
    String said = status == 400 ? text() : "";
    for (String words : TLS_WANTED) {
      if (said.contains(words)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the connection broke within the body. */
  boolean isTorn() {
    return torn;
  }

  /** Whether more of the body came than is read. */
  boolean isCut() {
    return cut;
  }

  @Nullable String field(String lowerCaseName) {
    return fields.get(lowerCaseName);
  }

  /** Whether the connection can carry another request. */
  boolean isReusable() {
    String connection = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    return reusable
        && !connection.contains("close")
        && (version.equals("HTTP/1.1") || connection.contains("keep-alive"));
  }

  private void readHead() throws IOException {
    do {
      fields.clear();
      String line = startLine();
      version = line.substring(0, 8);
      status = status(line);
      for (String field = line(); !field.isEmpty(); field = line()) {
        int colon = field.indexOf(':');
        if (colon > 0) {
          fields.put(
              field.substring(0, colon).toLowerCase(Locale.ROOT),
              field.substring(colon + 1).strip());
        }
      }
    } while (status < 200 && status != 101);
  }

  private static int status(String line) throws IOException {
    int code = 0;
    for (int i = 9; i < 12; i++) {
      int digit = line.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new NotHttpException(0);
      }
      code = 10 * code + digit;
    }
    return code;
  }

  /** The first line, of which anything may come instead. */
  private String startLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b; (b = readHeadByte()) != '\n'; ) {
      line.append((char) b);
      int last = line.length() - 1;
      if (last < START.length() && b != START.charAt(last)) {
        throw new NotHttpException(line.charAt(0));
      }
    }
    String text = line.toString().stripTrailing();
    if (text.length() < 12 || text.charAt(8) != ' ') {
      throw new NotHttpException(0);
    }
    return text;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b; (b = readHeadByte()) != '\n'; ) {
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  private int readHeadByte() throws IOException {
    if (++headBytes > MAX_HEAD_BYTES) {
      throw new IOException("the head of the answer does not end");
    }
    checkTime();
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the server closed the connection");
    }
    return b;
  }

  private void checkTime() throws IOException {
    if (System.nanoTime() - giveUpAt >= 0) {
      throw new IOException("the body does not end");
    }
  }

  private void readBody() throws IOException {
    if (status < 200 || status == 204 || status == 304) {
      reusable &= status >= 200; // behind 101 follows something else
      return;
    }
    String coding = fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    String length = fields.get("content-length");
    if (coding.endsWith("chunked")) {
      readChunks();
    } else if (length != null && coding.isEmpty()) {
      append(Long.parseLong(length));
    } else { // up to the end of the connection
      reusable = false;
      append(Long.MAX_VALUE);
      torn = false;
    }
  }

  private void readChunks() throws IOException {
    while (true) {
      String line = line();
      int end = line.indexOf(';');
      long size = Long.parseLong(end < 0 ? line : line.substring(0, end).strip(), 16);
      if (size <= 0) {
        break;
      }
      append(size);
      line();
    }
    while (!line().isEmpty()) {
      // trailers say nothing for us
    }
  }

  /** Reads {@code count} bytes of the body, or up to its end or what matters. */
  private void append(long count) throws IOException {
    for (long left = count; left > 0; ) {
      if (bodySize == maxBodyBytes) {
        cut = true;
        throw new IOException("more than matters");
      }
      if (bodySize == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(body.length * 4L, maxBodyBytes));
      }
      checkTime();
      int n = in.read(body, bodySize, (int) Math.min(left, body.length - bodySize));
      if (n < 0) {
        reusable = false;
        torn = true;
        return;
      }
      bodySize += n;
      left -= n;
    }
  }
}
