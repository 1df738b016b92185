// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import dev.tracer.export.text.OpenTraces.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTracesTest {
  private static final long QUIET = 10;
  private static final long MOST_WAIT = OpenTraces.MOST_WAIT_NANOS;

  private final OpenTraces held = new OpenTraces(QUIET, 3, 10);
  private final List<Trace> ready = new ArrayList<>();

  @Test
  void completeTrace_waitsUntilNothingCameForTheQuietTime() {
    add(span("child", 2, 1), 0);
    add(span("root", 1, 0), 5);

    assertThat(due(14)).isEmpty();
    assertThat(held.due(14, ready)).isEqualTo(1);
    assertThat(due(15)).containsExactly("child root");
    assertThat(held.isEmpty()).isTrue();
    assertThat(held.due(15, ready)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void lateSpan_startsTheQuietTimeAgain() {
    add(span("root", 1, 0), 0);
    add(span("child", 2, 1), 8);

    assertThat(due(17)).isEmpty();
    assertThat(due(18)).containsExactly("root child");
  }

  @Test
  void traceWithoutRoot_waitsLonger() {
    add(span("child", 2, 1), 0);

    assertThat(due(MOST_WAIT - 1)).isEmpty();
    assertThat(due(MOST_WAIT)).containsExactly("child");
  }

  @Test
  void remoteParent_thatIsUnknown_isARoot() {
    add(span("server", 2, 1).remoteParent(), 0);

    assertThat(due(QUIET)).containsExactly("server");
  }

  @Test
  void remoteParent_thatTurnsUpWithoutItsRoot_isNoRootAnyMore() {
    add(span("server", 3, 2).remoteParent(), 0);
    assertThat(due(QUIET - 1)).isEmpty();
    add(span("client", 2, 1), QUIET - 1);

    assertThat(due(2 * QUIET)).isEmpty();
    add(span("root", 1, 0), 2 * QUIET);
    assertThat(due(3 * QUIET)).containsExactly("server client root");
  }

  @Test
  void spanOfATraceThatWent_goesAsContinuation() {
    add(span("root", 1, 0), 0);
    due(QUIET);
    add(span("late", 2, 1), 20);

    held.due(20 + QUIET, ready);
    assertThat(ready).extracting(trace -> trace.continued).containsExactly(false, true);
  }

  @Test
  void tooManyTraces_releaseTheOneThatGrewLeastRecently() {
    add(span("a", 2, 1).trace(1), 0);
    add(span("b", 2, 1).trace(2), 0);
    add(span("c", 2, 1).trace(3), 0);
    add(span("a2", 3, 1).trace(1), 0);
    add(span("d", 2, 1).trace(4), 0);

    assertThat(names()).containsExactly("b");
  }

  @Test
  void tooManySpans_releaseTheTraceThatGrewLeastRecently() {
    add(span("other", 99, 98).trace(2), 0);
    for (int i = 2; i <= 11; i++) {
      add(span("s" + i, i, 1), 0);
    }

    assertThat(names()).containsExactly("other");
  }

  @Test
  void traceLargerThanTheBound_goesInParts() {
    for (int i = 2; i <= 24; i++) {
      add(span("s", i, 1), 0);
    }

    assertThat(ready).extracting(r -> r.spans.size()).containsExactly(11, 11);
    assertThat(ready).extracting(trace -> trace.continued).containsExactly(false, true);
    ready.clear();
    held.all(ready);
    assertThat(ready).extracting(r -> r.spans.size()).containsExactly(1);
  }

  @Test
  void clock_nearItsOverflow_makesNoDifference() {
    held.add(span("root", 1, 0), Long.MAX_VALUE - 3, ready);

    assertThat(due(Long.MAX_VALUE)).isEmpty();
    assertThat(due(Long.MAX_VALUE - 3 + QUIET)).containsExactly("root");
  }

  private void add(SpanData span, long now) {
    held.add(span, now, ready);
  }

  private List<String> due(long now) {
    ready.clear();
    held.due(now, ready);
    return names();
  }

  private List<String> names() {
    return ready.stream()
        .map(r -> String.join(" ", r.spans.stream().map(SpanData::name).toList()))
        .toList();
  }
}
