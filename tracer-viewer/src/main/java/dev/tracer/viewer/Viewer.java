// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.DetachedThread;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A page that shows traces, served on 127.0.0.1 alone. Takes spans of this process by {@link
 * #processor()}, and of others by HTTP: OTLP in JSON and protobuf on {@code /v1/traces} and {@code
 * /v1/logs}, Zipkin's JSON on {@code /api/v2/spans}. Keeps them in memory, bounded in bytes.
 * Thread-safe.
 *
 * <pre>{@code
 * Viewer viewer = Viewer.start();
 * Tracer tracer = Tracer.builder("shop").processor(viewer.processor()).build();
 * System.out.println("Traces: " + viewer.uri());
 * }</pre>
 *
 * @since 0.1
 */
public final class Viewer implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final HttpServer server;
  private final Connections connections;
  private final TraceStore store;
  private final RunningSpans running;
  private final Receivers receivers;
  private final Api api;
  private final Events events;
  private final FileCopy copy;

  Viewer(ViewerBuilder builder) {
    this.store = new TraceStore(builder.maxBytes);
    this.running = new RunningSpans(store);
    this.copy = new FileCopy(builder.appendTo);
    this.receivers = new Receivers(store, copy, builder.afterRequest);
    this.events = new Events(store, running);
    this.connections = new Connections(builder.readMillis);
    try {
      InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
      this.server = HttpServer.create(new InetSocketAddress(loopback, builder.port), 64);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + builder.port + ": " + e.getMessage(), e);
    }
    this.api = new Api(store, running, copy);
    server.createContext("/", new Front(connections, receivers, api, events, new Mcp(api)));
    server.setExecutor(connections);
    startAsDaemon();
  }

  /** A viewer with default settings, on a free port. */
  public static Viewer start() {
    return builder().start();
  }

  /** Describes a viewer in detail. */
  public static ViewerBuilder builder() {
    return new ViewerBuilder();
  }

  /** The server's own thread is a daemon if the thread that starts it is one. */
  private void startAsDaemon() {
    Thread starter = new DetachedThread("tracer-viewer-start", server::start);
    starter.start();
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where the page is. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /**
   * What to give to {@code TracerBuilder.processor} so that the tracer's spans appear here, those
   * that are not over yet included. Several tracers may share it, and be closed before the viewer;
   * the statistics of each then count the spans of all.
   */
  public SpanProcessor processor() {
    return running;
  }

  /**
   * Reads a file of OTLP-JSON lines, as {@code OtlpExporter.file} and the file exporter of the
   * OpenTelemetry Collector write it, or of one object in several lines. Lines that are malformed
   * are passed over. What is read is shown, and not appended to {@link ViewerBuilder#appendTo},
   * which may be the same file.
   *
   * @return how many lines were passed over
   * @throws IOException if the file cannot be read
   * @throws NullPointerException if {@code file} is null
   */
  public int open(Path file) throws IOException {
    int[] good = {0};
    int bad;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      bad =
          OtlpLines.read(
              in,
              store.names(),
              received -> {
                store.add(received.spans(), received.logs());
                good[0] += received.spans().size() + received.logs().size();
              });
    }
    return bad > 1 && good[0] == 0 && openWhole(file) ? 0 : bad;
  }

  /** Reads a file that is one object; whether it is. */
  private boolean openWhole(Path file) throws IOException {
    if (Files.size(file) > OtlpLines.MAX_LINE) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      Received received = OtlpJsonInput.read(bytes, 0, bytes.length, store.names());
      store.add(received.spans(), received.logs());
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /** A number that grows with each request or line that brings something. */
  long received() {
    return store.version();
  }

  /**
   * The traces that a query looks for.
   *
   * @param query parameters as {@code GET /api/traces} takes them, encoded: {@code
   *     service=shop&sort=duration&limit=10}; empty for the newest 100
   * @return their ids, in the order that the query asks for
   * @throws IllegalArgumentException if the query is malformed
   * @throws NullPointerException if {@code query} is null
   */
  public List<String> find(String query) {
    requireNonNull(query, "query");
    try {
      return api.find(Query.parse(query)).shown().stream()
          .map(trace -> trace.id().toString())
          .toList();
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The spans of a trace that have come, and those of this process that are not over yet; they end
   * at 0.
   *
   * @param traceId 32 lower-case hex digits
   * @return in no order; empty if the trace is unknown
   * @throws IllegalArgumentException if {@code traceId} is none
   * @throws NullPointerException if {@code traceId} is null
   */
  public List<SpanData> spans(String traceId) {
    try {
      return List.copyOf(api.spans(TraceId.parse(requireNonNull(traceId, "traceId"))));
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Stops serving and forgets everything. Closing again does nothing. */
  @Override
  public void close() {
    events.close();
    server.stop(0);
    connections.close();
    running.stop(CLOSE_TIMEOUT);
    copy.close(CLOSE_TIMEOUT);
    store.close();
  }
}
