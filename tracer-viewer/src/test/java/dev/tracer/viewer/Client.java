// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Speaks HTTP by hand, so that every header can be wrong. */
final class Client {
  private final URI uri;
  private final Map<String, String> headers = new LinkedHashMap<>();

  Client(URI uri) {
    this.uri = uri;
    headers.put("Host", "localhost:" + uri.getPort());
  }

  /** An answer. */
  record Answer(int status, String head, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Sets a header of the next requests; null for none. */
  Client header(String name, String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  Answer get(String path) throws IOException {
    return send("GET", path, new byte[0]);
  }

  Answer postJson(String path, String json) throws IOException {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  Answer post(String path, String type, byte[] body) throws IOException {
    headers.put("Content-Type", type);
    return send("POST", path, body);
  }

  Answer send(String method, String path, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
    try (Socket socket = new Socket("127.0.0.1", uri.getPort())) {
      socket.setSoTimeout(300_000); // an answer that never comes is a failure, too
      OutputStream out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      try {
        out.write(body);
        out.flush();
      } catch (IOException e) {
        // refused before the end of the body: the answer tells why
      }
      return read(socket);
    }
  }

  private static Answer read(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (IOException e) {
      // reset behind the answer
    }
    String text = all.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, text, new byte[0]);
    }
    String head = text.substring(0, end);
    String body = text.substring(end + 4);
    if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      body = join(body);
    }
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return new Answer(Integer.parseInt(text.substring(9, 12)), head, bytes);
  }

  /** Puts chunks together (RFC 9112, section 7.1), as many as came. */
  private static String join(String chunks) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    for (int line = chunks.indexOf("\r\n"); line >= 0; line = chunks.indexOf("\r\n", at)) {
      int length = Integer.parseInt(chunks.substring(at, line), 16);
      if (length == 0) {
        return body.toString();
      }
      body.append(chunks, line + 2, Math.min(chunks.length(), line + 2 + length));
      at = line + 2 + length + 2;
    }
    return body + "(cut off)";
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
