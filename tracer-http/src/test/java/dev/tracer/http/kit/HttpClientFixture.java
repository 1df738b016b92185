// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.HttpTracingBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of traced clients stand on: tracer, spans, peer, calls. */
public abstract class HttpClientFixture {
  static final String STALE = "00-11111111111111111111111111111111-2222222222222222-01";

  /** The spans of the tracer under test. */
  protected final EndedSpans spans = new EndedSpans();

  /** The tracer under test. */
  protected Tracer tracer;

  /** What is called. */
  protected Peer peer;

  /**
   * A call.
   *
   * @param body empty for none
   */
  public record Call(String method, URI uri, Map<String, String> headers, String body) {}

  /** What came back. */
  public record Answer(int status, String body) {}

  /** A traced client. */
  @FunctionalInterface
  public interface Caller {
    /** Makes a call and waits for the answer; gives up on {@code /never} after 300 ms. */
    Answer call(Call call) throws Exception;
  }

  /** Makes a client that {@code tracing} traces. */
  protected abstract Caller client(HttpTracing tracing);

  /** The version of HTTP that client and peer speak. */
  protected String protocolVersion() {
    return "1.1";
  }

  /** Starts what is called. */
  protected Peer startPeer() {
    return JdkPeer.start();
  }

  @BeforeEach
  void start() {
    tracer = tracer(builder -> builder);
    peer = startPeer();
  }

  @AfterEach
  void stop() {
    peer.close();
    tracer.close();
    assertThat(Context.current()).as("the context left behind").isSameAs(Context.root());
    spans.assertNoMore();
  }

  Tracer tracer(UnaryOperator<TracerBuilder> more) {
    return more.apply(Tracer.builder("caller").processor(spans)).build();
  }

  Caller client(UnaryOperator<HttpTracingBuilder> more) {
    return client(more.apply(HttpTracing.builder(tracer)).build());
  }

  Caller client() {
    return client(HttpTracing.of(tracer));
  }

  Call get(String path) {
    return get(path, Map.of());
  }

  Call get(String path, Map<String, String> headers) {
    return new Call("GET", peer.uri(path), headers, "");
  }

  static String parentOf(SpanData span) {
    return "00-"
        + span.context().traceId()
        + "-"
        + span.context().spanId()
        + "-0"
        + span.context().traceFlags();
  }

  static Object attribute(SpanData span, String name) {
    return span.attributes().get(name);
  }

  static List<String> names(SpanData span) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < span.attributes().size(); i++) {
      names.add(span.attributes().name(i));
    }
    return names;
  }
}
