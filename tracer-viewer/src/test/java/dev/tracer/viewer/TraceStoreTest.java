// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceStoreTest {
  private static final String TEXT = "x".repeat(1000);

  private static String trace(int n) {
    return "%032x".formatted(n);
  }

  private static Received span(int trace, int id) {
    String text = ",\"attributes\":[{\"key\":\"k\",\"value\":{\"stringValue\":\"" + TEXT + "\"}}]";
    return Requests.read(Requests.of("s", Requests.span(trace(trace), id, 0, "n", 0, 1, text)));
  }

  private static void add(TraceStore store, int trace, int id) {
    store.add(span(trace, id).spans(), List.of());
  }

  @Test
  void bytes_areBoundedAndTheOldestGo() {
    TraceStore store = new TraceStore(100_000);
    for (int i = 1; i <= 1000; i++) {
      add(store, i, 1);
    }
    TraceStore.Figures figures = store.figures();
    assertThat(figures.bytes()).isBetween(90_000L, 100_000L);
    assertThat(figures.traces() + figures.evictedTraces()).isEqualTo(1000);
    assertThat(store.spans(new TraceId(0, 1))).isEmpty();
    assertThat(store.spans(new TraceId(0, 1000))).hasSize(1);
  }

  @Test
  void close_letsGoOfAllAndRefusesTheRest() {
    TraceStore store = new TraceStore(100_000);
    add(store, 1, 1);
    store.close();
    assertThat(store.add(span(2, 1).spans(), List.of())).isEqualTo(1);
    TraceStore.Figures figures = store.figures();
    assertThat(figures.traces()).isZero();
    assertThat(figures.bytes()).isZero();
    assertThat(figures.evictedTraces()).as("nobody looks for them any more").isZero();
  }

  @Test
  void traceThatStillGrows_staysLonger() {
    TraceStore store = new TraceStore(100_000);
    add(store, 1, 1);
    for (int i = 2; i <= 40; i++) {
      add(store, i, 1);
    }
    add(store, 1, 2);
    for (int i = 41; i < 70; i++) {
      add(store, i, 1);
    }
    assertThat(store.spans(new TraceId(0, 1))).hasSize(2);
  }

  @Test
  void hugeTrace_getsHalfOfTheMemoryAndTheRestIsCounted() {
    TraceStore store = new TraceStore(100_000);
    int refused = 0;
    for (int i = 1; i <= 100; i++) {
      refused += store.add(span(1, i).spans(), List.of());
    }
    TraceStore.Figures figures = store.figures();
    assertThat(figures.bytes()).isBetween(45_000L, 50_000L);
    assertThat(figures.refusedSpans()).isEqualTo(refused).isEqualTo(100 - figures.spans());
    assertThat(figures.evictedTraces()).isZero();
    assertThat(store.add(span(1, 1).spans(), List.of())).as("refused of what is there").isZero();
  }

  @Test
  void traceStates_takeBytes() {
    TraceStore store = new TraceStore(100_000);
    String state = "k=" + "x".repeat(250) + ",l=" + "y".repeat(250);
    String more =
        ",\"traceState\":\""
            + state
            + "\",\"links\":[{\"traceId\":\""
            + trace(2)
            + "\",\"spanId\":\"0000000000000001\",\"traceState\":\""
            + state
            + "\"}]";
    Received sent = Requests.read(Requests.of("s", Requests.span(trace(1), 1, 0, "n", 0, 1, more)));
    store.add(sent.spans(), List.of());
    assertThat(store.figures().bytes()).isGreaterThan(2L * state.length());
  }

  @Test
  void spanSentTwice_isThereOnce() {
    TraceStore store = new TraceStore(100_000);
    add(store, 1, 1);
    long bytes = store.figures().bytes();
    add(store, 1, 1);
    assertThat(store.figures().bytes()).isEqualTo(bytes);
    assertThat(store.figures().spans()).isEqualTo(1);
  }

  @Test
  void logs_countAndAreBounded() {
    TraceStore store = new TraceStore(100_000);
    LogLine line = new LogLine(0, 1, 1, 0, "INFO", "log", TEXT, Resource.empty());
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      refused += store.add(List.of(), List.of(line));
    }
    assertThat(refused).isPositive();
    assertThat(store.figures().bytes()).isLessThanOrEqualTo(50_000);
  }

  @Test
  void weight_isNotLessThanWhatIsReallyTaken() {
    Runtime runtime = Runtime.getRuntime();
    TraceStore store = new TraceStore(64 << 20);
    long before = used(runtime);
    for (int i = 1; i <= 20_000; i++) {
      String attributes =
          ",\"attributes\":[{\"key\":\"http.route\",\"value\":{\"stringValue\":\"/orders/{id}\"}},"
              + "{\"key\":\"url.path\",\"value\":{\"stringValue\":\"/orders/"
              + i
              + "\"}},"
              + "{\"key\":\"n\",\"value\":{\"intValue\":\""
              + i
              + "\"}}]";
      byte[] request =
          Requests.of("s", Requests.span(trace(i / 5 + 1), i, 0, "n", 0, 1, attributes))
              .getBytes(StandardCharsets.UTF_8);
      store.add(OtlpJsonInput.read(request, 0, request.length, store.names()).spans(), List.of());
    }
    long taken = used(runtime) - before;
    assertThat(taken).isLessThan(store.figures().bytes() * 5 / 4);
    assertThat(store.figures().spans()).isEqualTo(20_000);
  }

  private static long used(Runtime runtime) {
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
