// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bare carrier: inject and extract. */
class HeaderFieldsTest {
  private static final String SENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TestTracer test = TestTracer.create();
  private final KafkaTracing tracing = KafkaTracing.of(test.tracer());
  private final Headers headers = new RecordHeaders();
  private final LogCapture log = new LogCapture();

  @AfterEach
  void close() {
    log.close();
    test.close();
  }

  private List<String> all() {
    return Arrays.stream(headers.toArray())
        .map(h -> h.key() + "=" + (h.value() == null ? null : new String(h.value(), UTF_8)))
        .toList();
  }

  private void add(String key, String value) {
    headers.add(key, value == null ? null : value.getBytes(UTF_8));
  }

  @Test
  void inject_writesCurrentContext() {
    test.tracer().run("order", span -> tracing.inject(headers));
    assertThat(all()).hasSize(1);
    assertThat(all().get(0)).startsWith("traceparent=00-");
  }

  @Test
  void inject_twice_leavesTheLast() {
    test.tracer().run("first", span -> tracing.inject(headers));
    List<String> first = all();
    test.tracer().run("second", span -> tracing.inject(headers));
    assertThat(all()).hasSize(1).isNotEqualTo(first);
  }

  @Test
  void inject_withoutContext_leavesHeadersAlone() {
    add("traceparent", SENT);
    tracing.inject(headers);
    assertThat(all()).containsExactly("traceparent=" + SENT);
  }

  @Test
  void inject_keepsOrderOfOthers() {
    add("a", "1");
    add("traceparent", SENT);
    add("b", null);
    add("a", "2");
    test.tracer().run("order", span -> tracing.inject(headers));
    assertThat(all().subList(0, 3)).containsExactly("a=1", "b=null", "a=2");
  }

  @Test
  void inject_readOnlyHeaders_isCounted() {
    ((RecordHeaders) headers).setReadOnly();
    test.tracer().run("order", span -> tracing.inject(headers));
    assertThat(all()).isEmpty();
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void extract_ofInjected_isTheSame() {
    Context context = Context.root().with(Baggage.of("tenant", "ä"));
    Span span = test.tracer().startSpan("order");
    try (Scope scope = context.with(span).makeCurrent()) {
      tracing.inject(headers);
    }
    span.end();
    Context read = tracing.extract(headers);
    assertThat(read.span().traceId()).isEqualTo(span.traceId());
    assertThat(read.span().spanId()).isEqualTo(span.spanId());
    assertThat(read.baggage().get("tenant")).isEqualTo("ä");
  }

  @Test
  void extract_nothing_isRoot() {
    assertThat(tracing.extract(headers)).isSameAs(Context.root());
  }

  @Test
  void extract_inOuterSpan_doesNotTakeItIn() {
    test.tracer()
        .run("outer", span -> assertThat(tracing.extract(headers).span().isValid()).isFalse());
  }

  @Test
  void extract_namesInAnotherCase_areRead() {
    add("TraceParent", SENT);
    assertThat(tracing.extract(headers).span().spanId()).isEqualTo("b7ad6b7169203331");
  }

  @Test
  void extract_nullValue_isNotThere() {
    add("traceparent", null);
    add("baggage", null);
    assertThat(tracing.extract(headers)).isSameAs(Context.root());
  }

  @Test
  void extract_severalStates_joinsThem() {
    add("traceparent", SENT);
    add("tracestate", "a=1");
    add("tracestate", "b=2");
    assertThat(tracing.extract(headers).span().context().traceState()).hasToString("a=1,b=2");
  }

  @Test
  void extract_valueBeyondTheLimit_isRefusedAsAWhole() {
    add("traceparent", SENT + "-" + "x".repeat(1_000_000));
    assertThat(tracing.extract(headers).span().isValid()).isFalse();
    assertThat(test.tracer().stats().refusedHeaders()).isEqualTo(1);
  }

  @Test
  void extract_bytesThatAreNoText_isRefused() {
    headers.add("traceparent", new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc0});
    assertThat(tracing.extract(headers).span().isValid()).isFalse();
  }

  @Test
  void extract_headersThatThrow_isCounted() {
    assertThat(tracing.extract(new ThrowingHeaders())).isSameAs(Context.root());
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void inject_headersThatThrow_isCounted() {
    test.tracer().run("order", span -> tracing.inject(new ThrowingHeaders()));
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void extract_headerThatThrows_isCounted() {
    Header hostile =
        new RecordHeader("traceparent", new byte[0]) {
          @Override
          public byte[] value() {
            throw new IllegalStateException("lazy and broken");
          }
        };
    headers.add(hostile);
    assertThat(tracing.extract(headers)).isSameAs(Context.root());
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void extract_headerThatThrows_costsNoOther() {
    headers.add(
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            .getBytes(StandardCharsets.US_ASCII));
    headers.add(
        new RecordHeader("baggage", new byte[0]) {
          @Override
          public byte[] value() {
            throw new IllegalStateException("lazy and broken");
          }
        });
    assertThat(tracing.extract(headers).span().spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  /** Headers of some other implementation, broken. */
  private static final class ThrowingHeaders implements Headers {
    private static IllegalStateException broken() {
      return new IllegalStateException("broken");
    }

    @Override
    public Headers add(Header header) {
      throw broken();
    }

    @Override
    public Headers add(String key, byte[] value) {
      throw broken();
    }

    @Override
    public Headers remove(String key) {
      throw broken();
    }

    @Override
    public Header lastHeader(String key) {
      throw broken();
    }

    @Override
    public Iterable<Header> headers(String key) {
      throw broken();
    }

    @Override
    public Header[] toArray() {
      throw broken();
    }

    @Override
    public Iterator<Header> iterator() {
      throw broken();
    }
  }
}
