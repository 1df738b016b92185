// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipkinInputTest {
  private static Received read(String json) {
    return ZipkinInput.read(json.getBytes(StandardCharsets.UTF_8), new Names());
  }

  @Test
  void span_isReadMemberByMember() {
    SpanData span =
        read("""
                [{"traceId":"5af7183fb1d4cf5f","parentId":"6b221d5bc9e6496c","id":"352bff9a74ca9ad2",
                "kind":"CLIENT","name":"get /api","timestamp":1556604172355737,"duration":1431,
                "localEndpoint":{"serviceName":"backend","ipv4":"192.168.99.1","port":3306},
                "remoteEndpoint":{"serviceName":"db","ipv4":"172.19.0.2","port":58648},
                "annotations":[{"timestamp":1556604172355800,"value":"ws"}],
                "tags":{"http.method":"GET","error":"timeout"}}]""")
            .spans()
            .get(0);
    assertThat(span.traceId()).isEqualTo("00000000000000005af7183fb1d4cf5f");
    assertThat(span.spanId()).isEqualTo("352bff9a74ca9ad2");
    assertThat(span.parentSpanId()).isEqualTo("6b221d5bc9e6496c");
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.startEpochNanos()).isEqualTo(1556604172355737000L);
    assertThat(span.durationNanos()).isEqualTo(1_431_000);
    assertThat(span.resource().serviceName()).isEqualTo("backend");
    assertThat(span.attributes().get("peer.service")).isEqualTo("db");
    assertThat(span.attributes().get("network.peer.port")).isEqualTo(58648L);
    assertThat(span.attributes().get("http.method")).isEqualTo("GET");
    assertThat(span.events().get(0).name()).isEqualTo("ws");
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.statusDescription()).isEqualTo("timeout");
  }

  @Test
  void sharedSpan_becomesAChildOfTheClientsHalf() {
    Received received =
        read(
            """
            [{"traceId":"1","id":"2","kind":"CLIENT","name":"a"},
            {"shared":true,"traceId":"1","id":"2","kind":"SERVER","name":"a"}]""");
    assertThat(received.spans()).hasSize(2);
    assertThat(received.spans().get(1).parentSpanId()).isEqualTo(received.spans().get(0).spanId());
    assertThat(received.spans().get(1).spanId()).isNotEqualTo(received.spans().get(0).spanId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[", "[1]", "[{\"tags\":{\"a\":[]}}]", "[{\"timestamp\":\"x\"}]", "[] []"})
  void malformedList_isRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedException.class);
  }

  @Test
  void tagWithoutValue_isEmpty() {
    Received received = read("[{\"traceId\":\"1\",\"id\":\"2\",\"tags\":{\"a\":null}}]");
    assertThat(received.spans().get(0).attributes().get("a")).isEqualTo("");
  }

  @Test
  void spanWithoutIds_isRejected() {
    assertThat(read("[{\"name\":\"x\"},{\"traceId\":\"zz\",\"id\":\"1\"}]").rejected())
        .isEqualTo(2);
  }
}
