// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.HttpTracingBuilder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of traced servers stand on: tracer, spans, requests. */
public abstract class HttpServerFixture {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String PARENT = "b7ad6b7169203331";

  /** The spans of the tracer under test. */
  protected final EndedSpans spans = new EndedSpans();

  /** The tracer under test. */
  protected Tracer tracer;

  final List<Server> servers = new ArrayList<>();

  /** A server that runs. */
  public interface Server extends AutoCloseable {
    /** Where a path of it is. */
    URI uri(String path);

    @Override
    void close();
  }

  /** A request in the hands of a {@link Handler}. */
  public interface Exchange {
    /** The request's path. */
    String path();

    /** The request's body. */
    byte[] body() throws IOException;

    /** Tells the route, by {@code HttpTracing.route} or what the server has in its place. */
    void route(String template);

    /** Sets a header of the answer. */
    void header(String name, String value);

    /** Answers, and is done. */
    void answer(int status, byte[] body) throws IOException;

    /** Lets {@code work} answer on another thread, after the handler returned. */
    void later(Runnable work);
  }

  /** What the server does with each request. */
  @FunctionalInterface
  public interface Handler {
    /** Handles one request. */
    void handle(Exchange exchange) throws IOException;
  }

  /** Starts a server that {@code tracing} traces and that gives all requests to a handler. */
  protected abstract Server start(HttpTracing tracing, Handler handler);

  /** What calls the server; not traced. */
  HttpClient plain;

  /** Makes a client that is not traced. */
  protected HttpClient plainClient() {
    return HttpClient.newHttpClient();
  }

  /** The version of HTTP that client and server speak. */
  protected String protocolVersion() {
    return "1.1";
  }

  /** Whether an exception of the handler is seen by the client as status 500. */
  protected abstract boolean answersExceptions();

  @BeforeEach
  void startTracer() {
    tracer = tracer(builder -> builder);
    plain = plainClient();
  }

  void stopServers() {
    servers.forEach(Server::close);
    servers.clear();
  }

  @AfterEach
  void stop() {
    stopServers();
    tracer.close();
    spans.assertNoMore();
  }

  Tracer tracer(UnaryOperator<TracerBuilder> more) {
    return more.apply(Tracer.builder("server").processor(spans)).build();
  }

  Server serve(UnaryOperator<HttpTracingBuilder> more, Handler handler) {
    Server server = start(more.apply(HttpTracing.builder(tracer)).build(), handler);
    servers.add(server);
    return server;
  }

  Server serve(Handler handler) {
    return serve(builder -> builder, handler);
  }

  Server serve() {
    return serve(exchange -> exchange.answer(200, new byte[0]));
  }

  Server serveWith(UnaryOperator<HttpTracingBuilder> more) {
    return serve(more, exchange -> exchange.answer(200, new byte[0]));
  }

  HttpResponse<String> get(Server server, String path, String... headers) throws Exception {
    return call(server, "GET", path, "", headers);
  }

  HttpResponse<String> call(
      Server server, String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(150));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return plain.send(request.build(), BodyHandlers.ofString());
  }

  /**
   * The status of an answer to POST, also if the server cancels the stream right behind it, as one
   * of HTTP/2 may that was not told yet that the request is over.
   */
  int status(Server server, String path) throws Exception {
    AtomicInteger status = new AtomicInteger();
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path)).POST(BodyPublishers.noBody()).build();
    try {
      plain.send(
          request,
          head -> {
            status.set(head.statusCode());
            return BodySubscribers.discarding();
          });
    } catch (IOException e) {
      if (status.get() == 0) {
        throw e;
      }
    }
    return status.get();
  }

  static String parent(String flags) {
    return "00-" + TRACE + "-" + PARENT + "-" + flags;
  }

  static Object attribute(SpanData span, String name) {
    return span.attributes().get(name);
  }

  static boolean continuesTrace(SpanData span) {
    return span.context().traceId().equals(TRACE);
  }

  /** With POST, which clients do not repeat by themselves. */
  boolean catchIo(Server server) throws Exception {
    try {
      call(server, "POST", "/a", "");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static String exchange(URI uri, byte[] request) throws IOException {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(150_000);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
