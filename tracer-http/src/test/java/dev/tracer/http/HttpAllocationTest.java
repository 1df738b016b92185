// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.sampling.Sampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/**
 * How many bytes tracing adds to a call and to a request, once the virtual machine has compiled it,
 * beside a client and an exchange that answer at once. The numbers are those of a 64-bit HotSpot
 * with compressed references, and upper bounds, as compilers get better.
 */
class HttpAllocationTest {
  private static final int OPERATIONS = 2_000;

  /** How often to look whether the compiler is done by now. */
  private static final int MOST_ROUNDS = 500;

  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What an operation returns escapes, as it does in an application. */
  @SuppressWarnings("unused")
  private volatile Object kept;

  private interface Operation {
    Object run() throws Exception;
  }

  /** Takes a span as an exporter's queue does. */
  private static final class Sink implements SpanProcessor {
    volatile SpanData last;

    @Override
    public void onEnd(SpanData span) {
      last = span;
    }

    /** A queue redacts on the exporting thread. */
    @Override
    public boolean takeRedaction(SpanFilter redaction) {
      return true;
    }
  }

  private static Tracer tracer(Sampler sampler) {
    return Tracer.builder("s").sampler(sampler).processor(new Sink()).build();
  }

  @Test
  void clientCall_sampled() throws Exception {
    assertThat(addedToCall(Sampler.alwaysOn(), 1600)).isLessThanOrEqualTo(1600);
  }

  @Test
  void clientCall_notSampled() throws Exception {
    assertThat(addedToCall(Sampler.alwaysOff(), 1400)).isLessThanOrEqualTo(1400);
  }

  @Test
  void serverRequest_sampled() throws Exception {
    assertThat(addedToRequest(Sampler.alwaysOn(), 2560)).isLessThanOrEqualTo(2560);
  }

  @Test
  void serverRequest_notSampled() throws Exception {
    assertThat(addedToRequest(Sampler.alwaysOff(), 2304)).isLessThanOrEqualTo(2304);
  }

  private long addedToCall(Sampler sampler, long expected) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://shop.test/orders/7")).build();
    BodyHandler<Void> handler = BodyHandlers.discarding();
    HttpClient plain = new Instant();
    try (Tracer tracer = tracer(sampler)) {
      HttpClient traced = HttpTracing.of(tracer).client(new Instant());
      return added(
          () -> plain.send(request, handler), () -> traced.send(request, handler), expected);
    }
  }

  private long addedToRequest(Sampler sampler, long expected) throws Exception {
    HttpHandler handler = exchange -> exchange.sendResponseHeaders(204, -1);
    HttpContext context = HttpServer.create().createContext("/orders", handler);
    try (Tracer tracer = tracer(sampler)) {
      Filter filter = JdkServerTracing.of(HttpTracing.of(tracer)).filter();
      return added(
          () -> handle(new Asked(context), handler, null),
          () -> handle(new Asked(context), handler, filter),
          expected);
    }
  }

  private static Object handle(Asked exchange, HttpHandler handler, Filter filter)
      throws IOException {
    if (filter == null) {
      handler.handle(exchange);
    } else {
      filter.doFilter(exchange, new Filter.Chain(List.of(), handler));
    }
    return exchange;
  }

  /** How much more the second allocates than the first. */
  private long added(Operation plain, Operation traced, long expected) throws Exception {
    Object[] probe = {new Object()};
    assumeThat(bytes(Object::new, 16) == 16 && probe.length == 1)
        .as("objects of 16 bytes are 16 bytes")
        .isTrue();
    long without = bytes(plain, 0);
    return bytes(traced, without + expected) - without;
  }

  /** The fewest bytes of any round; stops as soon as there are no more than {@code expected}. */
  private long bytes(Operation operation, long expected) throws Exception {
    long fewest = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && fewest > expected; round++) {
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < OPERATIONS; i++) {
        kept = operation.run();
      }
      fewest = Math.min(fewest, (memory.getCurrentThreadAllocatedBytes() - before) / OPERATIONS);
    }
    return fewest;
  }

  /** Answers at once; reads the headers and asks the body handler as a real client does. */
  private static final class Instant extends AnsweringClient {
    private final Answer answer = new Answer();

    @SuppressWarnings("unused") // so that the compiler cannot do without
    private HttpHeaders sent;

    @SuppressWarnings("unused")
    private BodySubscriber<?> subscriber;

    @Override
    @SuppressWarnings("unchecked") // nobody looks at the body
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
      sent = request.headers();
      subscriber = handler.apply(answer);
      return (HttpResponse<T>) answer;
    }
  }

  private static final class Answer implements HttpResponse<Object>, ResponseInfo {
    private static final HttpHeaders HEADERS =
        HttpHeaders.of(Map.of("content-length", List.of("2")), (name, value) -> true);
    private static final URI URL = URI.create("http://shop.test/orders/7");

    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public HttpRequest request() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<HttpResponse<Object>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HEADERS;
    }

    @Override
    public Object body() {
      return "{}";
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return URL;
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  /** A request that is there already, with the context of its caller. */
  private static final class Asked extends HeadersOnlyExchange {
    private static final URI URL = URI.create("/orders/7");
    private static final InetSocketAddress PEER =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    private static final Headers HEADERS = new Headers();
    private static final Headers NONE = new Headers();

    static {
      HEADERS.set("Host", "shop.test");
      HEADERS.set("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    private final HttpContext context;
    private int status = -1;

    Asked(HttpContext context) {
      super(HEADERS);
      this.context = context;
    }

    @Override
    public Headers getResponseHeaders() {
      return NONE;
    }

    @Override
    public URI getRequestURI() {
      return URL;
    }

    @Override
    public String getRequestMethod() {
      return "GET";
    }

    @Override
    public HttpContext getHttpContext() {
      return context;
    }

    @Override
    public void sendResponseHeaders(int code, long length) {
      status = code;
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
      return PEER;
    }

    @Override
    public int getResponseCode() {
      return status;
    }

    @Override
    public String getProtocol() {
      return "HTTP/1.1";
    }
  }
}
