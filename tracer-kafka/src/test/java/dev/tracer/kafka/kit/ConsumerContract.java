// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.Baggage;
import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.testing.TestTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each traced way to receive and process messages fulfils. Extend it and make the system. */
public abstract class ConsumerContract {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  /** A context that a sender wrote. */
  protected static final String SENT = "00-" + TRACE + "-" + PARENT + "-01";

  private final List<AutoCloseable> open = new ArrayList<>();
  private TestTracer test;
  private MessagingSystem system;

  /** For implementations. */
  protected ConsumerContract() {}

  /** Makes traced clients of a new destination. */
  protected abstract MessagingSystem start(Tracer tracer) throws Exception;

  @BeforeEach
  void open() throws Exception {
    test = TestTracer.create();
    open.add(test);
    system = start(test.tracer());
    open.add(system);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i > 0; i--) {
      open.get(i).close();
    }
    test.assertNoOpenScopes();
    test.assertNoOpenSpans();
    test.close();
  }

  private List<Message> receiveAll(Message... sent) throws Exception {
    for (Message message : sent) {
      system.sendUntraced(message);
    }
    return system.receive(sent.length);
  }

  private Message receive(Message sent) throws Exception {
    return receiveAll(sent).get(0);
  }

  private SpanData only() {
    assertThat(test.spans()).hasSize(1);
    return test.spans().get(0);
  }

  private static MessagingSystem.Work failing(Throwable error) {
    return () -> {
      throw error;
    };
  }

  @Test
  void process_makesConsumerSpanNamedAfterDestination() throws Throwable {
    system.process(receive(Message.of("v")), () -> {});
    SpanData span = only();
    assertThat(span.name()).isEqualTo("process " + system.destination());
    assertThat(span.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.attributes().get("messaging.system")).isEqualTo(system.name());
    assertThat(span.attributes().get("messaging.operation.name")).isEqualTo("process");
    assertThat(span.attributes().get("messaging.operation.type")).isEqualTo("process");
    assertThat(span.attributes().get("messaging.destination.name")).isEqualTo(system.destination());
    assertThat(span.attributes().get("messaging.batch.message_count")).isNull();
  }

  @Test
  void process_continuesTraceOfMessage() throws Throwable {
    system.process(receive(Message.of("v", "traceparent", SENT, "tracestate", "a=1")), () -> {});
    SpanData span = only();
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(PARENT);
    assertThat(span.isParentRemote()).isTrue();
    assertThat(span.traceState().toString()).isEqualTo("a=1");
  }

  @Test
  void process_messageWithoutContext_isRoot() throws Throwable {
    system.process(receive(Message.of("v")), () -> {});
    assertThat(only().isRoot()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "\u0000\uffff\ud83d\ude00",
      })
  void process_malformedContext_isRootAndCounted(String header) throws Throwable {
    boolean[] ran = {false};
    system.process(receive(Message.of("v", "traceparent", header)), () -> ran[0] = true);
    assertThat(ran[0]).isTrue();
    assertThat(only().isRoot()).isTrue();
    assertThat(test.tracer().stats().refusedHeaders()).isEqualTo(1);
  }

  @Test
  void process_severalContexts_continuesTheLast() throws Throwable {
    String older = "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01";
    system.process(
        receive(
            Message.of(
                "v",
                "traceparent",
                older,
                "tracestate",
                "a=1",
                "traceparent",
                SENT,
                "tracestate",
                "a=2")),
        () -> {});
    assertThat(only().parentSpanId()).isEqualTo(PARENT);
    assertThat(only().traceState().toString()).isEqualTo("a=2");
  }

  @Test
  void process_hugeHeaders_runsHandler() throws Throwable {
    String huge = "x".repeat(200_000);
    Message message =
        Message.of(
            "v", "traceparent", SENT, "tracestate", huge, "baggage", "a=1," + huge, "other", huge);
    AtomicReference<Baggage> seen = new AtomicReference<>();
    system.process(receive(message), () -> seen.set(Baggage.current()));
    assertThat(only().traceId()).isEqualTo(TRACE);
    assertThat(seen.get().asMap()).containsOnlyKeys("a");
  }

  @Test
  void process_manyHeaders_runsHandler() throws Throwable {
    String[] headers = new String[2000];
    for (int i = 0; i < headers.length; i += 2) {
      headers[i] = i % 4 == 0 ? "tracestate" : "baggage";
      headers[i + 1] = "k" + i + "=1";
    }
    boolean[] ran = {false};
    system.process(receive(Message.of("v", headers)), () -> ran[0] = true);
    assertThat(ran[0]).isTrue();
    assertThat(only().isRoot()).isTrue();
  }

  @Test
  void process_makesItsSpanCurrent() throws Throwable {
    system.process(
        receive(Message.of("v", "traceparent", SENT)), () -> test.tracer().run("work", span -> {}));
    assertThat(test.spans()).hasSize(2).allMatch(span -> span.traceId().equals(TRACE));
    SpanData work = test.spans().get(0);
    assertThat(work.parentSpanId()).isEqualTo(test.spans().get(1).spanId());
  }

  @Test
  void process_makesBaggageCurrent() throws Throwable {
    AtomicReference<Baggage> seen = new AtomicReference<>();
    system.process(
        receive(Message.of("v", "traceparent", SENT, "baggage", "a=1", "baggage", "b=2")),
        () -> seen.set(Baggage.current()));
    assertThat(seen.get().asMap()).containsEntry("a", "1").containsEntry("b", "2");
  }

  @Test
  void process_outerBaggage_doesNotGetIn() throws Throwable {
    Message message = receive(Message.of("v", "traceparent", SENT));
    AtomicReference<Baggage> seen = new AtomicReference<>();
    try (Scope scope = Context.root().with(Baggage.of("outer", "1")).makeCurrent()) {
      system.process(message, () -> seen.set(Baggage.current()));
    }
    assertThat(seen.get().isEmpty()).isTrue();
  }

  @Test
  void process_outerSpan_isLinked() throws Throwable {
    Message message = receive(Message.of("v", "traceparent", SENT));
    Span outer = test.tracer().startSpan("poll-loop");
    try (Scope scope = outer.makeCurrent()) {
      system.process(message, () -> {});
    }
    SpanData span = only();
    outer.end();
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.links())
        .singleElement()
        .satisfies(link -> assertThat(link.context()).isEqualTo(outer.context()));
  }

  @Test
  void process_messageWithoutContext_isChildOfOuterSpan() throws Throwable {
    Message message = receive(Message.of("v"));
    Span outer = test.tracer().startSpan("poll-loop");
    try (Scope scope = outer.makeCurrent()) {
      system.process(message, () -> {});
    }
    outer.end();
    test.assertTree(
        """
        poll-loop
          process %s [CONSUMER]
        """
            .formatted(system.destination()));
  }

  @Test
  void process_unsampledMessage_runsHandlerAndIsNotRecorded() throws Throwable {
    boolean[] ran = {false};
    String unsampled = SENT.substring(0, 53) + "00";
    system.process(receive(Message.of("v", "traceparent", unsampled)), () -> ran[0] = true);
    assertThat(ran[0]).isTrue();
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void process_inSuppressedContext_makesNoSpan() throws Throwable {
    Message message = receive(Message.of("v", "traceparent", SENT));
    boolean[] ran = {false};
    try (Scope scope = Context.suppressed().makeCurrent()) {
      system.process(message, () -> ran[0] = true);
    }
    assertThat(ran[0]).isTrue();
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void process_handlerException_isRecordedAndThrown() throws Throwable {
    Message message = receive(Message.of("v", "traceparent", SENT));
    Exception thrown = new Exception("out of stock");
    assertThat(catchThrowable(() -> system.process(message, failing(thrown)))).isSameAs(thrown);
    SpanData span = only();
    assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.attributes().get("error.type")).isEqualTo("java.lang.Exception");
    assertThat(span.events()).hasSize(1);
  }

  @Test
  void process_handlerError_isRecordedAndThrown() throws Throwable {
    Message message = receive(Message.of("v"));
    Error thrown = new AssertionError("no");
    assertThat(catchThrowable(() -> system.process(message, failing(thrown)))).isSameAs(thrown);
    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void process_afterHandlerException_nextMessageIsUntouched() throws Throwable {
    List<Message> messages = receiveAll(Message.of("1", "traceparent", SENT), Message.of("2"));
    catchThrowable(() -> system.process(messages.get(0), failing(new Exception())));
    system.process(messages.get(1), () -> {});
    SpanData second = test.spans().get(1);
    assertThat(second.isRoot()).isTrue();
    assertThat(second.statusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void process_onAnotherThread_continuesTrace() throws Throwable {
    Message message = receive(Message.of("v", "traceparent", SENT));
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                system.process(message, () -> {});
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            })
        .start();
    done.get();
    assertThat(only().traceId()).isEqualTo(TRACE);
  }

  @Test
  void process_twice_makesTwoSpans() throws Throwable {
    Message message = receive(Message.of("v", "traceparent", SENT));
    system.process(message, () -> {});
    system.process(message, () -> {});
    assertThat(test.spans()).hasSize(2).allMatch(span -> span.parentSpanId().equals(PARENT));
  }

  @Test
  void process_tracedSend_followsIt() throws Throwable {
    system.send(Message.of("v"));
    Message message = system.receive(1).get(0);
    system.process(message, () -> system.send(Message.of("reply")));
    test.assertTree(
        """
        send %1$s [PRODUCER]
          process %1$s [CONSUMER]
            send %1$s [PRODUCER]
        """
            .formatted(system.destination()));
  }

  @Test
  void receive_nothing_makesNoSpan() throws Throwable {
    system.receiveNothing();
    assertThat(test.tracer().stats().started()).isZero();
  }

  @Test
  void processBatch_makesOneSpanWithALinkToEachMessage() throws Throwable {
    String other = "00-" + TRACE + "-00000000000000aa-01";
    List<Message> messages =
        receiveAll(
            Message.of("1", "traceparent", SENT),
            Message.of("2"),
            Message.of("3", "traceparent", other));
    system.processBatch(messages, () -> {});
    SpanData span = only();
    assertThat(span.name()).isEqualTo("process " + system.destination());
    assertThat(span.kind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.isRoot()).isTrue();
    assertThat(span.attributes().get("messaging.batch.message_count")).isEqualTo(3L);
    assertThat(span.links().stream().map(link -> link.context().spanId()))
        .containsExactly(PARENT, "00000000000000aa");
  }

  @Test
  void processBatch_ofOne_isABatch() throws Throwable {
    system.processBatch(receiveAll(Message.of("v", "traceparent", SENT)), () -> {});
    SpanData span = only();
    assertThat(span.attributes().get("messaging.batch.message_count")).isEqualTo(1L);
    assertThat(span.traceId()).isNotEqualTo(TRACE);
    assertThat(span.links()).hasSize(1);
  }

  @Test
  void processBatch_ofNone_runsHandlerWithoutSpan() throws Throwable {
    boolean[] ran = {false};
    system.processBatch(List.of(), () -> ran[0] = true);
    assertThat(ran[0]).isTrue();
    assertThat(test.spans()).isEmpty();
  }

  @Test
  void processBatch_withOuterSpan_isItsChild() throws Throwable {
    List<Message> messages = receiveAll(Message.of("v", "traceparent", SENT));
    Span outer = test.tracer().startSpan("poll-loop");
    try (Scope scope = outer.makeCurrent()) {
      system.processBatch(messages, () -> {});
    }
    outer.end();
    test.assertTree(
        """
        poll-loop
          process %s [CONSUMER]
        """
            .formatted(system.destination()));
  }

  @Test
  void processBatch_malformedContexts_linksTheOthers() throws Throwable {
    List<Message> messages =
        receiveAll(Message.of("1", "traceparent", "x"), Message.of("2", "traceparent", SENT));
    system.processBatch(messages, () -> {});
    assertThat(only().links()).hasSize(1);
  }

  @Test
  void processBatch_handlerException_isRecordedAndThrown() throws Throwable {
    List<Message> messages = receiveAll(Message.of("v"));
    Exception thrown = new Exception("no");
    assertThat(catchThrowable(() -> system.processBatch(messages, failing(thrown))))
        .isSameAs(thrown);
    assertThat(only().statusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void processBatch_makesItsSpanCurrent() throws Throwable {
    List<Message> messages = receiveAll(Message.of("v"));
    system.processBatch(messages, () -> test.tracer().run("work", span -> {}));
    test.assertTree(
        """
        process %s [CONSUMER]
          work
        """
            .formatted(system.destination()));
  }

  @Test
  void process_samplerWithRuleForDestination_isAskedWithItsName() throws Throwable {
    List<Object> asked = new CopyOnWriteArrayList<>();
    try (TestTracer dropping =
            TestTracer.create(builder -> builder.sampler(ProducerContract.byDestination(asked)));
        MessagingSystem other = start(dropping.tracer())) {
      other.sendUntraced(Message.of("v"));
      other.process(other.receive(1).get(0), () -> {});
      assertThat(asked).containsExactly(other.destination());
      assertThat(dropping.spans()).isEmpty();
    }
  }

  /** What an application gives to the tracer must not cost it a message or a result. */
  @ParameterizedTest
  @MethodSource("dev.tracer.kafka.kit.Faults#kinds")
  void process_byBrokenTracer_losesNothing(BrokenPart part, Supplier<Error> error)
      throws Throwable {
    Exception thrown = new Exception("the application's own");
    int[] ran = {0};
    try (Faults faults = new Faults();
        Tracer tracer = part.tracer(error);
        MessagingSystem broken = start(tracer)) {
      for (int i = 0; i < 5; i++) {
        broken.sendUntraced(Message.of("" + i, "traceparent", SENT));
      }
      List<Message> messages = broken.receive(5);
      assertThat(messages).extracting(Message::value).containsExactly("0", "1", "2", "3", "4");
      broken.process(messages.get(0), () -> ran[0]++);
      broken.processBatch(messages, () -> ran[0]++);
      assertThat(catchThrowable(() -> broken.process(messages.get(1), failing(thrown))))
          .isSameAs(thrown);
      assertThat(catchThrowable(() -> broken.processBatch(messages, failing(thrown))))
          .isSameAs(thrown);
      assertThat(ran[0]).isEqualTo(2);
      assertThat(Context.current()).isSameAs(Context.root());
      assertThat(tracer.stats().faults()).isPositive();
      faults.await();
    }
  }
}
