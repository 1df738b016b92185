// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Resource;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpOutputTest {
  /** Spans of three services by turns. */
  private static List<SpanData> spans(int count) {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String span = Requests.span(i, i / 2, "step " + i, i, i + 5);
      spans.addAll(Requests.read(Requests.of("service " + i % 3, span)).spans());
    }
    return spans;
  }

  private static LogLine line(int i, String text) {
    Resource resource =
        Requests.read(Requests.of("s" + i % 2, Requests.span(1, 0, "", 0, 1)))
            .spans()
            .get(0)
            .resource();
    return new LogLine(1, 2, 3, i, "INFO", "log", text, resource);
  }

  private static String write(List<SpanData> spans, List<LogLine> logs, String more)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OtlpOutput.write(spans, logs, more, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 2000})
  void spans_areReadBackWhateverTheNumberOfPieces(int count) throws IOException {
    Received back = Requests.read(write(spans(count), List.of(), ""));
    assertThat(back.spans()).hasSize(count);
    assertThat(back.spans().stream().map(s -> s.resource().serviceName() + s.name()))
        .containsExactlyInAnyOrderElementsOf(
            spans(count).stream().map(s -> s.resource().serviceName() + s.name()).toList());
  }

  @Test
  void spanLargerThanAPiece_isWrittenAllTheSame() throws IOException {
    String huge = "x".repeat(200_000);
    List<SpanData> spans = new ArrayList<>(spans(2));
    spans.addAll(Requests.read(Requests.of("s", Requests.span(9, 0, huge, 0, 1))).spans());
    spans.addAll(spans(2));
    assertThat(Requests.read(write(spans, List.of(), "")).spans()).hasSize(5);
  }

  @Test
  void logs_areReadBackWhateverTheNumberOfPieces() throws IOException {
    List<LogLine> logs = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      logs.add(line(i, "line " + i));
    }
    String json = write(spans(1), logs, "\"leftOut\":{\"spans\":7}");
    assertThat(Requests.read(json).logs()).hasSize(2000);
    assertThat(((Map<?, ?>) JsonReader.parse(json)).get("leftOut")).asString().contains("7");
    assertThat(Requests.read(write(List.of(), logs.subList(0, 1), "")).logs()).hasSize(1);
  }

  @Test
  void pieces_areBounded() throws IOException {
    int[] longest = {0};
    OtlpOutput.write(
        spans(2000),
        List.of(),
        "",
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int from, int length) {
            longest[0] = Math.max(longest[0], length);
          }
        });
    assertThat(longest[0]).isBetween(60_000, 65_536);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1000, 70_000, 200_000})
  void fitting_isWhatFits(int maxBytes) throws IOException {
    List<SpanData> spans = spans(2000);
    int fit = OtlpOutput.fitting(spans, maxBytes);
    assertThat(write(spans.subList(0, fit), List.of(), "").length()).isLessThan(maxBytes + 30);
    assertThat(fit).isGreaterThan(maxBytes / 1000 - 1);
  }
}
