// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTableTest {
  private static SpanData span(long id) {
    SpanDraft draft = new SpanDraft();
    draft.spanId.hex("%016x".formatted(id));
    return new ReceivedSpan(draft);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 16, 17, 33, 1000, 20_000})
  void table_holdsWhatAMapHolds(int size) {
    SpanTable table = new SpanTable();
    Map<Long, SpanData> expected = new LinkedHashMap<>();
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      long id = i % 2 == 0 ? i : random.nextInt(2 * size); // some of them twice
      SpanData span = span(id);
      assertThat(table.add(span)).isEqualTo(expected.putIfAbsent(id, span) == null);
    }
    assertThat(table).hasSameSizeAs(expected.values());
    assertThat(table.toArray()).containsExactly(expected.values().toArray());
    expected.forEach((id, span) -> assertThat(table.get(id)).isSameAs(span));
    assertThat(table.get(-1)).isNull();
  }
}
