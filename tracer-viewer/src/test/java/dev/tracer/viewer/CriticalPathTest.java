// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CriticalPathTest {
  private static List<SpanData> spans(String... spans) {
    return Requests.read(Requests.of("s", spans)).spans();
  }

  private static String path(List<SpanData> spans) {
    return CriticalPath.of(spans).stream()
        .map(share -> share.span().name() + " " + share.nanos() / 1_000_000)
        .collect(Collectors.joining(", "));
  }

  @Test
  void path_followsTheChildThatFinishedLast() {
    assertThat(
            path(
                spans(
                    Requests.span(1, 0, "root", 0, 100),
                    Requests.span(2, 1, "first", 10, 30),
                    Requests.span(3, 1, "beside", 12, 25),
                    Requests.span(4, 1, "last", 35, 95),
                    Requests.span(5, 4, "below", 40, 90))))
        .isEqualTo("below 50, root 20, first 20, last 10");
  }

  @Test
  void consumerThatOutlivesItsProducer_isNotWaitedFor() {
    String consumer = Requests.span(2, 1, "consumer", 50, 500).replace("\"kind\":1", "\"kind\":5");
    assertThat(path(spans(Requests.span(1, 0, "root", 0, 100), consumer))).isEqualTo("root 100");
  }

  @Test
  void childBeyondItsParent_countsWithinItAlone() {
    assertThat(
            path(
                spans(
                    Requests.span(1, 0, "root", 10, 100),
                    Requests.span(2, 1, "early", 0, 20),
                    Requests.span(3, 1, "late", 90, 200))))
        .isEqualTo("root 70, early 10, late 10");
  }

  @Test
  void brokenTree_hasAPathAllTheSame() {
    assertThat(path(List.of())).isEmpty();
    assertThat(path(spans(Requests.span(1, 99, "orphan", 0, 10)))).isEqualTo("orphan 10");
    assertThat(path(spans(Requests.span(1, 2, "a", 0, 10), Requests.span(2, 1, "b", 0, 10))))
        .isNotEmpty();
    assertThat(path(spans(Requests.span(1, 0, "zero", 5, 5)))).isEmpty();
  }

  @Test
  void text_tellsSharesAndIsBounded() {
    List<SpanData> spans =
        spans(
            Requests.span(1, 0, "root", 0, 100),
            Requests.span(
                Requests.TRACE,
                2,
                1,
                "SELECT",
                10,
                90,
                ",\"attributes\":[{\"key\":\"db.query.text\",\"value\":{\"stringValue\":\"SELECT 1\"}}]"));
    assertThat(TraceText.criticalPath(spans, 10_000))
        .contains("critical path, 100 ms", "80.0 ms  80.0 %  s > SELECT  SELECT 1", "s > root");
    assertThat(TraceText.criticalPath(spans, 80))
        .contains("SELECT", "left out: 1 operation with")
        .doesNotContain("root");
  }
}
