// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long sends wait for their answers. */
class PendingSendsTest {
  private static final long SECOND = 1_000_000_000L;

  private final TestTracer test = TestTracer.create();
  private final ProducerSpans spans =
      KafkaTracing.of(test.tracer()).producerSpans(ClientInfo.UNKNOWN);
  private final PendingSends pending = new PendingSends(Duration.ofSeconds(240));

  @AfterEach
  void close() {
    test.close();
  }

  private void add(long id, long nanoTime) {
    pending.add(id, spans.begin(new ProducerRecord<>("t" + id, "v")), nanoTime);
  }

  private List<String> unanswered() {
    List<String> names = new ArrayList<>();
    for (SpanData span : test.spans()) {
      if (Boolean.TRUE.equals(span.attributes().get("tracer.kafka.unanswered"))) {
        names.add(span.name());
      }
    }
    return names;
  }

  @Test
  void take_isOnceOnly() {
    add(1, 0);
    assertThat(pending.take(2)).isNull();
    assertThat(pending.take(1)).isNotNull();
    assertThat(pending.take(1)).isNull();
  }

  @Test
  void add_givesUpThoseThatAreTooOld() {
    add(1, Long.MAX_VALUE - 5);
    add(2, Long.MAX_VALUE - 5 + 1); // clocks may turn over
    add(3, Long.MAX_VALUE - 5 + 240 * SECOND);
    assertThat(unanswered()).isEmpty();
    add(4, Long.MAX_VALUE - 5 + 240 * SECOND + 1);
    assertThat(unanswered()).containsExactly("send t1");
    assertThat(pending.take(1)).isNull();
    assertThat(pending.take(2)).isNotNull();
  }

  @Test
  void add_moreThanTheMost_givesUpTheOldest() {
    for (int i = 0; i <= PendingSends.MAX; i++) {
      add(i, 0);
    }
    assertThat(unanswered()).containsExactly("send t0");
  }

  /** An application's own ids may repeat. */
  @Test
  void add_ofAnIdThatWaits_givesUpTheOneBefore() {
    add(1, 0);
    add(2, 0);
    add(1, 1);
    assertThat(unanswered()).containsExactly("send t1");
    add(3, 240 * SECOND + 1);
    assertThat(unanswered()).containsExactly("send t1", "send t2");
    assertThat(pending.take(1)).isNotNull();
  }

  @Test
  void close_givesUpAll() {
    add(1, 0);
    add(2, 0);
    pending.take(1);
    pending.close();
    assertThat(unanswered()).containsExactly("send t2");
    assertThat(pending.take(2)).isNull();
  }
}
