// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.instrumentation;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import dev.tracer.benchmarks.TracerState;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What is left of the cost in a real call? A GET over loopback from the JDK's client to the JDK's
 * server, kept alive; traced on both sides, or not at all. Both servers and clients live in one
 * process.
 */
public class HttpLoopbackBenchmark {
  /** Two pairs of client and server. */
  @State(Scope.Benchmark)
  public static class Pairs {
    private static final int WARMUPS = 5_000;
    private static final long WARMUP_NANOS = 10_000_000_000L;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer tracedServer;
    private HttpServer plainServer;
    HttpClient traced;
    HttpClient plain;
    HttpRequest toTraced;
    HttpRequest toPlain;

    /** Starts the servers. */
    @Setup
    public void open(TracerState state) throws Exception {
      // Else each answer waits 40 ms for an acknowledgement, beside which nothing shows.
      System.setProperty("sun.net.httpserver.nodelay", "true");
      HttpTracing tracing = HttpTracing.of(state.tracer);
      tracedServer = start();
      HttpContext context = tracedServer.createContext("/orders", Pairs::answer);
      JdkServerTracing.of(tracing).addTo(context);
      plainServer = start();
      plainServer.createContext("/orders", Pairs::answer);
      traced = tracing.client(HttpClient.newHttpClient());
      plain = HttpClient.newHttpClient();
      toTraced = request(tracedServer);
      toPlain = request(plainServer);
      // The JDK's client takes long to compile; let nobody pay for that alone. The time is bounded
      // for
      // processes that had servers before: there the property above came too late.
      long start = System.nanoTime();
      for (int i = 0; i < WARMUPS && System.nanoTime() - start < WARMUP_NANOS; i++) {
        traced.send(toTraced, BodyHandlers.discarding());
        plain.send(toPlain, BodyHandlers.discarding());
      }
    }

    private HttpServer start() {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write(new byte[] {'{', '}'});
      exchange.close();
    }

    private static HttpRequest request(HttpServer server) {
      int port = server.getAddress().getPort();
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders/4711"))
          .header("Accept", "application/json")
          .build();
    }

    /** Stops the servers. */
    @TearDown
    public void close() {
      tracedServer.stop(0);
      plainServer.stop(0);
      threads.shutdownNow();
    }
  }

  /** A call traced on both sides. */
  @Benchmark
  public int tracer(Pairs pairs) throws Exception {
    return pairs.traced.send(pairs.toTraced, BodyHandlers.discarding()).statusCode();
  }

  /** The same without tracing. */
  @Benchmark
  public int untraced(Pairs pairs) throws Exception {
    return pairs.plain.send(pairs.toPlain, BodyHandlers.discarding()).statusCode();
  }
}
