// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import dev.tracer.testing.TestTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each traced way to send messages fulfils. Extend it and make the system under test. */
public abstract class ProducerContract {
  /** A context that an earlier hop left in a message. */
  protected static final String OLD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final List<AutoCloseable> open = new ArrayList<>();

  /** For implementations. */
  protected ProducerContract() {}

  /** Makes traced clients of a new destination. */
  protected abstract MessagingSystem start(Tracer tracer) throws Exception;

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private MessagingSystem system(Tracer tracer) throws Exception {
    MessagingSystem system = start(tracer);
    open.add(system);
    return system;
  }

  private TestTracer test() {
    TestTracer test = TestTracer.create();
    open.add(test);
    return test;
  }

  private static SpanData only(TestTracer test) {
    assertThat(test.spans()).hasSize(1);
    test.assertNoOpenSpans();
    test.assertNoOpenScopes();
    return test.spans().get(0);
  }

  private static Message received(MessagingSystem system) throws Exception {
    return system.receive(1).get(0);
  }

  private static String traceparent(SpanData span) {
    return "00-" + span.traceId() + "-" + span.spanId() + "-0" + span.traceFlags();
  }

  @Test
  void send_makesProducerSpanNamedAfterDestination() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("v"));

    SpanData span = only(test);
    assertThat(span.name()).isEqualTo("send " + system.destination());
    assertThat(span.kind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("messaging.system")).isEqualTo(system.name());
    assertThat(span.attributes().get("messaging.operation.name")).isEqualTo("send");
    assertThat(span.attributes().get("messaging.operation.type")).isEqualTo("send");
    assertThat(span.attributes().get("messaging.destination.name")).isEqualTo(system.destination());
  }

  @Test
  void send_withoutCurrentSpan_isRoot() throws Exception {
    TestTracer test = test();
    system(test.tracer()).send(Message.of("v"));
    assertThat(only(test).isRoot()).isTrue();
  }

  @Test
  void send_withCurrentSpan_isItsChild() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    test.tracer().run("order", span -> system.send(Message.of("v")));
    test.assertTree(
        """
        order
          send %s [PRODUCER]
        """
            .formatted(system.destination()));
  }

  @Test
  void send_writesItsOwnContext() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("v"));
    assertThat(received(system).header("traceparent")).containsExactly(traceparent(only(test)));
  }

  @Test
  void send_messageWithContext_continuesItsTrace() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("v", "traceparent", OLD, "tracestate", "old=1", "baggage", "old=1"));
    SpanData span = only(test);
    assertThat(span.traceId()).isEqualTo(OLD.substring(3, 35));
    assertThat(span.parentSpanId()).isEqualTo(OLD.substring(36, 52));
    assertThat(span.links()).isEmpty();
    Message message = received(system);
    assertThat(message.header("traceparent")).containsExactly(traceparent(span));
    assertThat(message.header("tracestate")).containsExactly("old=1");
    assertThat(message.header("baggage")).containsExactly("old=1");
  }

  @Test
  void send_messageWithSeveralContexts_continuesTheLast() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    String older = "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01";
    system.send(Message.of("v", "traceparent", older, "TraceParent", OLD));
    SpanData span = only(test);
    assertThat(span.parentSpanId()).isEqualTo(OLD.substring(36, 52));
    Message message = received(system);
    assertThat(message.header("TraceParent")).isEmpty();
    assertThat(message.header("traceparent")).containsExactly(traceparent(span));
  }

  @Test
  void send_messageWithMalformedContext_isRootAndReplacesIt() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("v", "traceparent", "x"));
    SpanData span = only(test);
    assertThat(span.isRoot()).isTrue();
    assertThat(received(system).header("traceparent")).containsExactly(traceparent(span));
  }

  @Test
  void send_messageWithContextInCurrentSpan_isItsChildAndLinksTheOther() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    Message sent = Message.of("v", "traceparent", OLD, "tracestate", "old=1", "baggage", "old=1");
    test.tracer().run("order", span -> system.send(sent));
    SpanData span = test.spans().get(0);
    assertThat(span.parentSpanId()).isEqualTo(test.spans().get(1).spanId());
    assertThat(span.links())
        .singleElement()
        .satisfies(link -> assertThat(link.context().spanId()).isEqualTo(OLD.substring(36, 52)));
    Message message = received(system);
    assertThat(message.header("traceparent")).containsExactly(traceparent(span));
    assertThat(message.header("tracestate")).isEmpty();
    assertThat(message.header("baggage")).isEmpty();
  }

  @Test
  void send_messageWithContextOfCurrentSpan_linksNothing() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    test.tracer()
        .run(
            "order",
            span -> {
              String own = "00-" + span.traceId() + "-" + span.spanId() + "-01";
              system.send(Message.of("v", "traceparent", own));
            });
    assertThat(test.spans().get(0).links()).isEmpty();
  }

  @Test
  void send_keepsOtherHeadersAndPayload() throws Exception {
    MessagingSystem system = system(test().tracer());
    system.send(Message.of("payload", "tenant", "a", "traceparent", OLD, "tenant", "b"));
    Message message = received(system);
    assertThat(message.value()).isEqualTo("payload");
    assertThat(message.header("tenant")).containsExactly("a", "b");
  }

  @Test
  void send_carriesBaggage() throws Exception {
    MessagingSystem system = system(test().tracer());
    try (Scope scope = Context.root().with(Baggage.of("tenant", "a b")).makeCurrent()) {
      system.send(Message.of("v"));
    }
    assertThat(received(system).header("baggage")).containsExactly("tenant=a%20b");
  }

  @Test
  void send_notSampled_carriesThatAndMakesNoSpan() throws Exception {
    TestTracer test = TestTracer.create(builder -> builder.sampler(Sampler.alwaysOff()));
    open.add(test);
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("v"));
    assertThat(test.spans()).isEmpty();
    assertThat(received(system).header("traceparent"))
        .singleElement()
        .satisfies(header -> assertThat(header.charAt(54)).isIn('0', '2'));
  }

  @Test
  void send_twice_givesEachMessageItsOwnContext() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("1"));
    system.send(Message.of("2"));
    List<Message> messages = system.receive(2);
    assertThat(messages.get(0).header("traceparent"))
        .isNotEqualTo(messages.get(1).header("traceparent"));
    assertThat(test.spans()).hasSize(2);
  }

  @Test
  void send_byManyThreads_losesNoSpan() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    List<Throwable> errors = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(new Thread(() -> sendAll(system, 25, errors)));
      threads.get(t).start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(errors).isEmpty();
    Set<String> sent = new TreeSet<>();
    test.spans().forEach(span -> sent.add(traceparent(span)));
    Set<String> received = new TreeSet<>();
    system.receive(100).forEach(message -> received.addAll(message.header("traceparent")));
    assertThat(received).hasSize(100).isEqualTo(sent);
    test.assertNoOpenSpans();
  }

  private static void sendAll(MessagingSystem system, int count, List<Throwable> errors) {
    try {
      for (int i = 0; i < count; i++) {
        system.send(Message.of("v"));
      }
    } catch (Exception e) {
      errors.add(e);
    }
  }

  @Test
  void send_inSuppressedContext_makesNoSpan() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    try (Scope scope = Context.suppressed().makeCurrent()) {
      system.send(Message.of("v", "traceparent", OLD));
    }
    assertThat(test.spans()).isEmpty();
    assertThat(received(system).header("traceparent")).containsExactly(OLD);
  }

  @Test
  void send_byTracerThatIsOff_passesContextThrough() throws Exception {
    MessagingSystem system = system(Tracer.noop());
    system.send(Message.of("v", "traceparent", OLD, "tracestate", "old=1"));
    Message message = received(system);
    assertThat(message.header("traceparent")).containsExactly(OLD);
    assertThat(message.header("tracestate")).containsExactly("old=1");
  }

  @Test
  void send_afterCloseOfTracer_isSent() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    test.close();
    system.send(Message.of("v"));
    assertThat(received(system).value()).isEqualTo("v");
  }

  @Test
  void sendRefused_failsSpan() throws Exception {
    TestTracer test = test();
    AtomicReference<Throwable> error = new AtomicReference<>();
    system(test.tracer()).sendRefused(error::set);
    SpanData span = only(test);
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.attributes().get("error.type")).isEqualTo(error.get().getClass().getName());
  }

  @Test
  void callback_isGivenWhatTheSystemAnswers() throws Exception {
    MessagingSystem system = system(test().tracer());
    List<Throwable> errors = new CopyOnWriteArrayList<>();
    AtomicReference<Boolean> delivered = new AtomicReference<>();
    system.send(Message.of("v"), error -> delivered.set(error == null));
    system.sendRefused(errors::add);
    assertThat(delivered.get()).isTrue();
    assertThat(errors).hasSize(1);
  }

  @Test
  void callback_runsInContextOfCaller() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    AtomicReference<Span> seen = new AtomicReference<>();
    test.tracer()
        .run(
            "order",
            span -> {
              system.send(Message.of("v"), error -> seen.set(Span.current()));
              assertThat(seen.get()).isSameAs(span);
            });
    test.assertNoOpenSpans();
  }

  @Test
  void callback_ofRefusedSend_runsInContextOfCaller() throws Exception {
    TestTracer test = test();
    MessagingSystem system = system(test.tracer());
    test.tracer()
        .run(
            "order",
            span -> system.sendRefused(error -> test.tracer().run("complain", complaint -> {})));
    test.assertTree(
        """
        order
          send %s [PRODUCER] ERROR
          complain
        """
            .formatted(system.destination()));
  }

  @Test
  void callback_ofCallerWithoutSpan_runsWithoutSpan() throws Exception {
    MessagingSystem system = system(test().tracer());
    AtomicReference<Context> seen = new AtomicReference<>();
    system.send(Message.of("v"), error -> seen.set(Context.current()));
    assertThat(seen.get().span().isValid()).isFalse();
  }

  @Test
  void callback_ofUnsampledSend_runsInContextOfCaller() throws Exception {
    TestTracer test = TestTracer.create(builder -> builder.sampler(Sampler.alwaysOff()));
    open.add(test);
    MessagingSystem system = system(test.tracer());
    List<Span> seen = new CopyOnWriteArrayList<>();
    Span caller = test.tracer().startSpan("order");
    try (Scope scope = caller.makeCurrent()) {
      system.send(Message.of("v"), error -> seen.add(Span.current()));
    }
    caller.end();
    assertThat(seen).containsExactly(caller);
  }

  @Test
  void send_samplerWithRuleForDestination_isAskedWithItsName() throws Exception {
    List<Object> asked = new CopyOnWriteArrayList<>();
    TestTracer test = TestTracer.create(builder -> builder.sampler(byDestination(asked)));
    open.add(test);
    MessagingSystem system = system(test.tracer());
    system.send(Message.of("v"));
    assertThat(asked).containsExactly(system.destination());
    assertThat(test.spans()).isEmpty();
  }

  /** Drops what has a destination, which it adds to {@code asked}. */
  static Sampler byDestination(List<Object> asked) {
    return (context, high, low, name, kind, attributes, links) -> {
      Object destination = attributes.get("messaging.destination.name");
      asked.add(destination);
      return SamplingResult.of(
          destination == null ? SamplingDecision.RECORD_AND_SAMPLE : SamplingDecision.DROP);
    };
  }

  /** What an application gives to the tracer must not cost it a message or an answer. */
  @ParameterizedTest
  @MethodSource("dev.tracer.kafka.kit.Faults#kinds")
  void send_byBrokenTracer_isSentAndAnswered(BrokenPart part, Supplier<Error> error)
      throws Exception {
    try (Faults faults = new Faults()) {
      Tracer tracer = part.tracer(error);
      open.add(tracer);
      MessagingSystem system = system(tracer);
      List<Boolean> delivered = new CopyOnWriteArrayList<>();
      system.send(Message.of("v"), e -> delivered.add(e == null));
      system.sendRefused(e -> delivered.add(e == null));
      assertThat(delivered).containsExactly(true, false);
      assertThat(received(system).value()).isEqualTo("v");
      assertThat(tracer.stats().faults()).isPositive();
      faults.await();
    }
  }
}
