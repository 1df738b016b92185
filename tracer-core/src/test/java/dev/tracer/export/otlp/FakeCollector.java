// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that records requests and answers as a test tells it: one scripted reply per
 * request, then {@link #orElse} for ever. It speaks just enough HTTP, and as wrongly as asked.
 */
final class FakeCollector implements AutoCloseable {
  /** A request as it came; header names in lower case. */
  record Request(String line, Map<String, String> headers, byte[] body, int connection) {
    String header(String name) {
      return headers.get(name);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What is done when a request has arrived. */
  interface Reply {
    /** Answers. Returns false to close the connection. */
    boolean send(Request request, OutputStream out) throws IOException;
  }

  private static final Socket REFUSING = refuse();

  private final ServerSocket server;
  private final ConcurrentLinkedQueue<Reply> script = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Reply orElse = ok();
  private volatile boolean reads = true;

  /** What is said to a new connection before anything is read; null for nothing. */
  private volatile String greeting;

  FakeCollector() throws IOException {
    this(0);
  }

  FakeCollector(int port) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    start(this::accept);
  }

  /** A port that is taken, but on which nobody listens: it refuses, and nobody else gets it. */
  static int refusingPort() {
    return REFUSING.getLocalPort();
  }

  /** Takes a port on which nobody listens; a collector may, as both are willing to share it. */
  static Socket refuse() {
    try {
      Socket socket = new Socket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getLocalPort();
  }

  FakeCollector reply(Reply... replies) {
    script.addAll(List.of(replies));
    return this;
  }

  FakeCollector orElse(Reply reply) {
    orElse = reply;
    return this;
  }

  /** Accepts connections but reads nothing from them. */
  FakeCollector withoutReading() {
    reads = false;
    return this;
  }

  /** Answers the first byte of a connection, whatever it is, and reads no more. */
  FakeCollector answerAtOnce(String bytes) {
    greeting = bytes;
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  /** Waits for {@code connect}, {@code request} or {@code disconnect}; skips others. */
  void await(String event) throws InterruptedException {
    String next;
    do {
      next = events.poll(5, TimeUnit.MINUTES);
      if (next == null) {
        throw new AssertionError("no " + event + " within minutes");
      }
    } while (!next.equals(event));
  }

  static Reply ok() {
    return status(200, "{\"partialSuccess\":{}}");
  }

  static Reply status(int status, String body, String... headers) {
    return (request, out) -> {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(bytes);
      return true;
    };
  }

  /** The bytes as they are, then the end of the connection. */
  static Reply raw(String bytes) {
    return (request, out) -> {
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return false;
    };
  }

  static Reply hangUp() {
    return (request, out) -> false;
  }

  /** Nothing, until the collector is closed. */
  Reply hang() {
    return (request, out) -> {
      awaitClose(1, TimeUnit.DAYS);
      return false;
    };
  }

  /** A byte now and then, without end. */
  Reply drip(String start) {
    return (request, out) -> {
      out.write(start.getBytes(StandardCharsets.ISO_8859_1));
      while (!awaitClose(10, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
      return false;
    };
  }

  private boolean awaitClose(long time, TimeUnit unit) {
    try {
      return closed.await(time, unit);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fake-collector");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      for (int number = 1; ; number++) {
        Socket socket = server.accept();
        int connection = number;
        sockets.add(socket);
        events.add("connect");
        start(() -> serve(socket, connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      if (greeting != null) {
        in.read();
        socket.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        awaitClose(1, TimeUnit.DAYS); // a close with unread bytes would take back what was said
        return;
      }
      if (!reads) {
        awaitClose(1, TimeUnit.DAYS);
        return;
      }
      for (Request request; (request = read(in, connection)) != null; ) {
        Reply reply = script.poll(); // before anybody learns of the request and sends the next one
        requests.add(request);
        events.add("request");
        OutputStream out = socket.getOutputStream();
        boolean goOn = (reply != null ? reply : orElse).send(request, out);
        out.flush();
        if (!goOn) {
          return;
        }
      }
    } catch (IOException e) {
      // the client has gone
    } finally {
      events.add("disconnect");
    }
  }

  private static Request read(DataInputStream in, int connection) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header; (header = line(in)) != null && !header.isEmpty(); ) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
    in.readFully(body);
    return new Request(line, headers, body, connection);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b; (b = in.read()) != '\n'; ) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Names of the spans of all recorded requests, in the order they came. */
  List<String> spanNames() {
    List<String> names = new ArrayList<>();
    for (Request request : requests) {
      OtlpJson.spans(OtlpJson.parse(request.text())).forEach(span -> names.add(span.getName()));
    }
    return names;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
