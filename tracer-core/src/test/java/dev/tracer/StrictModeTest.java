// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Fakes.Collector;
import dev.tracer.Fakes.Log;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrictModeTest {
  private final Log log = new Log();

  /** What is not to become garbage before the close, of which the tracer would tell at once. */
  private final List<Object> forgotten = new ArrayList<>();

  private final Collector collector = new Collector();
  private final Tracer tracer = Fakes.tracer(collector).strict(true).build();

  @AfterEach
  void close() {
    tracer.close(); // so that nothing is told later, during other tests
    log.close();
  }

  /** A span that is not ended, but kept. */
  private Span forget(String name) {
    Span span = tracer.startSpan(name);
    forgotten.add(span);
    return span;
  }

  @Test
  void strict_everythingEnded_saysNothing() throws Exception {
    tracer.run("outer", outer -> tracer.run("inner", span -> {}));
    Span handedOver = tracer.startSpan("handed over");
    Fakes.onOtherThread(handedOver::end);
    tracer.close();

    assertThat(log.messages()).isEmpty();
    assertThat(collector.ended).hasSize(3);
  }

  @Test
  void strict_spanNeverEnded_isNamedWithItsPlaceAtTheClose() {
    Span forgotten = tracer.startSpan("forgotten");
    tracer.close();

    LogRecord entry = log.only();
    assertThat(entry.getMessage()).contains("span 'forgotten'").contains("not ended");
    assertThat(entry.getThrown())
        .hasMessageContaining("thread '" + Thread.currentThread().getName() + "'");
    assertThat(entry.getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().startsWith("strict_spanNeverEnded"));
    assertThat(forgotten.isRecording()).isTrue();
  }

  @Test
  void strict_scopeNeverClosed_isNamedWithItsPlaceAtTheClose() throws Exception {
    Span span = tracer.startSpan("span");
    CountDownLatch opened = new CountDownLatch(1);
    Fakes.onOtherThread(
        () -> {
          span.makeCurrent();
          opened.countDown();
        });
    span.end();
    tracer.close();

    assertThat(log.only().getMessage()).contains("scope of span 'span'").contains("not closed");
    assertThat(log.only().getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().contains("strict_scopeNeverClosed"));
  }

  @Test
  void strict_severalLeaks_areAllNamedAtTheClose() {
    forget("one");
    forget("two");
    forget("three");
    tracer.close();

    assertThat(log.only().getMessage()).contains("'one'").contains("'two'").contains("'three'");
    Throwable thrown = log.only().getThrown();
    assertThat(thrown.getSuppressed()).hasSize(2);
  }

  @Test
  void strict_leakAfterOtherLeaksWereLogged_isStillNamedAtTheClose() throws Exception {
    startAndForget("first");
    log.awaitMessage("'first'");
    forget("second");
    tracer.close();

    assertThat(log.messages()).hasSize(2);
    assertThat(log.messages().get(1)).contains("'second'");
  }

  /** One message a minute, whatever becomes garbage when. */
  @Test
  void leaksThatTheLogHadNoRoomFor_areNamedAtTheClose_andKeptInBounds() {
    LeakDetector leaks = new LeakDetector(new ThrottledLog(), Redaction.none());
    leaks.track(this, "span 'first'", "ended").run();
    for (int i = 0; i < 2_000; i++) {
      leaks.track(this, "span 'later'", "ended").run();
    }
    leaks.report();

    assertThat(log.messages()).hasSize(2);
    assertThat(log.messages().get(0)).contains("'first'");
    assertThat(log.messages().get(1))
        .contains("'later'", "and 980 more like them")
        .doesNotContain("'first'");
  }

  @Test
  void strict_spanThatBecameGarbage_isNamedWithItsPlace() throws Exception {
    startAndForget("lost");
    LogRecord entry = log.awaitMessage("'lost'");

    assertThat(entry.getMessage()).contains("span 'lost'").contains("not ended");
    assertThat(entry.getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("startAndForget"));
  }

  private void startAndForget(String name) {
    tracer.startSpan(name);
  }

  @Test
  void strict_manyLeaks_areNamedUpToANumber() {
    for (int i = 0; i < 30; i++) {
      forget("span " + i);
    }
    tracer.close();

    assertThat(log.only().getMessage()).contains("and 10 more");
    assertThat(log.only().getMessage().split("not ended", -1)).hasSize(21);
  }

  @Test
  void strict_innerScopeLeaked_isNamedWithItsPlace() {
    Scope outer = forget("outer").makeCurrent();
    leakScope();
    outer.close();

    assertThat(log.only().getMessage()).contains("'outer'").contains("'inner'");
    assertThat(log.only().getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("leakScope"));
  }

  private void leakScope() {
    forgotten.add(forget("inner").makeCurrent());
  }

  @Test
  void strict_scopeClosedOnAnotherThread_isNamedWithItsPlace() throws Exception {
    Scope scope = forget("span").makeCurrent();
    Fakes.onOtherThread(scope::close);
    assertThat(Context.current()).isSameAs(Context.root());

    assertThat(log.only().getMessage()).contains("'span'").contains("'other'");
    assertThat(log.only().getThrown().getStackTrace())
        .anyMatch(frame -> frame.getMethodName().startsWith("strict_scopeClosedOn"));
  }

  @Test
  void strict_closeTwice_reportsOnce() {
    forget("forgotten");
    tracer.close();
    tracer.close();

    assertThat(log.messages()).hasSize(1);
  }
}
