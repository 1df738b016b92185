// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;

/** Whatever leaves a process: what HTTP servers and an X-Ray daemon get, and the log. */
final class Sinks implements AutoCloseable {
  private final Map<String, ByteArrayOutputStream> received = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final DatagramSocket daemon;
  private final Semaphore datagrams = new Semaphore(0);
  private final Logger logger = Logger.getLogger("dev.tracer");
  private final LogLines lines = new LogLines();

  Sinks() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    new Thread(this::listen, "daemon").start();
    logger.addHandler(lines);
    logger.setUseParentHandlers(false);
  }

  /** Refuses what comes below {@code /refusing}, and takes the rest. */
  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    keep(path, exchange.getRequestHeaders().entrySet().toString().getBytes(UTF_8));
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body = exchange.getRequestBody();
        InputStream plain = gzip ? new GZIPInputStream(body) : body) {
      keep(path, plain.readAllBytes());
    }
    exchange.sendResponseHeaders(path.startsWith("/refusing") ? 401 : 200, -1);
    exchange.close();
  }

  private void listen() {
    byte[] buffer = new byte[65_536];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        daemon.receive(packet);
        byte[] bytes = new byte[packet.getLength()];
        System.arraycopy(buffer, 0, bytes, 0, bytes.length);
        keep("udp", bytes);
        datagrams.release();
      }
    } catch (SocketException e) {
      // closed: the end
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void keep(String where, byte[] bytes) {
    ByteArrayOutputStream all = received.computeIfAbsent(where, key -> new ByteArrayOutputStream());
    synchronized (all) {
      all.writeBytes(bytes);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String daemonAddress() {
    return "127.0.0.1:" + daemon.getLocalPort();
  }

  /** Waits until the daemon has heard of so many segments. */
  void awaitDatagrams(int count) throws InterruptedException {
    assertThat(datagrams.tryAcquire(count, 5, TimeUnit.MINUTES)).isTrue();
  }

  /** All that came, as Latin-1 so that no byte is lost, by where it came. */
  Map<String, String> received() {
    Map<String, String> texts = new ConcurrentHashMap<>();
    received.forEach(
        (where, bytes) -> {
          synchronized (bytes) {
            texts.put(where, bytes.toString(ISO_8859_1));
          }
        });
    return texts;
  }

  @Override
  public void close() {
    logger.setUseParentHandlers(true);
    logger.removeHandler(lines);
    daemon.close();
    server.stop(0);
  }

  /** Our own messages. */
  private final class LogLines extends Handler {
    @Override
    public void publish(LogRecord message) {
      keep("log", (message.getMessage() + '\n').getBytes(UTF_8));
      for (Throwable e = message.getThrown(); e != null; e = e.getCause()) {
        keep("log", (e + "\n").getBytes(UTF_8));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
