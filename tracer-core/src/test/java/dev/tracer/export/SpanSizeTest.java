// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanSizeTest {
  private static long sizeWith(EventData event) {
    return SpanSize.estimate(FakeSpan.named("a").withEvents(List.of(event)));
  }

  /**
   * With 100 frames that were read, as for the attribute with the stack trace, it is 8,168 bytes.
   */
  @Test
  void exceptionOfAnEvent_countsAsAStackOfTypicalDepth() {
    Attributes told = Attributes.of("exception.type", "java.lang.Exception");
    long without = sizeWith(new EventData("exception", 1, told, 0));
    long with = sizeWith(new EventData("exception", 1, told, 0, new Exception("e")));

    assertThat(with - without).isBetween(6_000L, 10_000L);
  }
}
