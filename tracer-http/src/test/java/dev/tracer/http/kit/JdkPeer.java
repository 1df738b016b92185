// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;

/** A {@link Peer} made of the JDK's HttpServer: HTTP/1.1, with TLS if asked for. */
public final class JdkPeer implements Peer {
  private final PeerScript script = new PeerScript();
  private final BlockingQueue<PeerScript.Seen> seen = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String scheme;

  private JdkPeer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one. */
  public static JdkPeer start() {
    try {
      return new JdkPeer(HttpServer.create(loopback(), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one with TLS. */
  public static JdkPeer start(SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new JdkPeer(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any free port on this machine. */
  public static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          new PeerScript.Seen(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders(),
              exchange.getRequestBody().readAllBytes());
      seen.add(request);
      PeerScript.Answer answer = script.answer(request);
      if (answer.status() < 0) {
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      boolean body = answer.body().length > 0 && !request.method().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), body ? 0 : -1); // 0: chunked
      if (body) {
        OutputStream out = exchange.getResponseBody();
        out.write(answer.body());
        out.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public PeerScript.Seen take() {
    return Waiting.poll(seen, "a request");
  }

  @Override
  public void close() {
    script.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
