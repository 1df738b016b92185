// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.TracerStats;
import dev.tracer.export.SimpleProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.sampling.LocalTrace;
import dev.tracer.sampling.LocalTraceSampler;
import dev.tracer.sampling.LocalTraces;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tracer asks and tells a sampler of local traces, and what it makes of the answers. */
class LocalTraceSamplerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Fake fake = new Fake();
  private final InMemoryExporter exporter = InMemoryExporter.create();
  private Tracer tracer = tracer(Sampler.alwaysOff());

  /** Writes down what it is asked, and keeps what it is told to. */
  private static final class Fake implements LocalTraceSampler, LocalTraces {
    private final List<String> calls = new ArrayList<>();
    private final List<SpanData> held = new ArrayList<>();
    private Sampler head = Sampler.alwaysOff();
    private Consumer<? super SpanData> next = span -> {};
    private boolean full;
    private boolean keeps;

    /** Whether it has a reason to keep what somebody is told of. */
    private boolean decides;

    private boolean announced;
    private long dropped;
    private long fallbacks;

    @Override
    public SamplingResult sample(
        Context parent,
        long high,
        long low,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<dev.tracer.export.LinkData> links) {
      calls.add("sample " + name);
      return head.sample(parent, high, low, name, kind, attributes, links);
    }

    @Override
    public LocalTraces attach(
        Consumer<? super SpanData> next, BiConsumer<? super String, ? super Throwable> faults) {
      this.next = next;
      return this;
    }

    @Override
    public LocalTrace open(long low, TraceState state, boolean sampled, long now) {
      calls.add("open " + state.get("ot") + (sampled ? " sampled" : ""));
      fallbacks += full ? 1 : 0;
      return full ? null : new Trace(state);
    }

    @Override
    public void flush() {
      calls.add("flush");
    }

    @Override
    public void close(long now) {
      calls.add("close");
      settle();
    }

    private void settle() {
      if (keeps || announced) {
        for (SpanData span : held) {
          next.accept(span.withSampling(true, span.traceState().with("ot", "th:0")));
        }
      } else {
        dropped += held.size();
      }
      held.clear();
    }

    @Override
    public long held() {
      return held.size();
    }

    @Override
    public long dropped() {
      return dropped;
    }

    @Override
    public long fallbacks() {
      return fallbacks;
    }

    private final class Trace implements LocalTrace {
      private final TraceState state;
      private int open = 1;

      Trace(TraceState state) {
        this.state = state;
      }

      @Override
      public void started() {
        open++;
        calls.add("started");
      }

      @Override
      public void failed() {
        calls.add("failed");
      }

      @Override
      public void keep(String reason) {
        calls.add("keep " + reason);
        keeps = true;
      }

      @Override
      public void announce(long now) {
        calls.add("announce");
        keeps |= decides;
        announced = keeps;
      }

      @Override
      public boolean isKept() {
        return keeps;
      }

      @Override
      public TraceState traceState() {
        return keeps ? state.with("ot", "th:0") : state;
      }

      @Override
      public void ended(SpanData span, boolean root, long now) {
        calls.add("ended " + (span == null ? null : span.name()) + (root ? " root" : ""));
        if (span != null) {
          held.add(span);
        }
        if (--open == 0) {
          settle();
        }
      }
    }
  }

  private Tracer tracer(Sampler head, SpanFilter... filters) {
    fake.head = head;
    TracerBuilder builder =
        Tracer.builder("test").sampler(fake).processor(SimpleProcessor.create(exporter));
    for (SpanFilter filter : filters) {
      builder.filter(filter);
    }
    return builder.build();
  }

  @AfterEach
  void close() {
    tracer.close(LONG);
  }

  private Span child(Span parent, String name) {
    return tracer.spanBuilder(name).parent(Context.root().with(parent)).start();
  }

  private static TracerStats.Exporter account(TracerStats stats) {
    assertThat(stats.exporters()).hasSize(1);
    TracerStats.Exporter account = stats.exporters().get(0);
    assertThat(stats.sampledOut() + account.exported() + account.droppedTotal() + account.queued())
        .isEqualTo(stats.ended());
    return account;
  }

  @Test
  void localRoot_isOpenedAndAllBelowToldOf() {
    Span root = tracer.startSpan("root");
    Span child = child(root, "child");
    child.status(StatusCode.ERROR, "broken");
    child.end();
    root.keep("manual");
    root.end();

    assertThat(fake.calls)
        .containsExactly(
            "sample root",
            "open null",
            "started",
            "failed",
            "ended child",
            "keep manual",
            "ended root root");
    assertThat(exporter.spans()).extracting(SpanData::name).containsExactly("child", "root");
  }

  @Test
  void headThatKeeps_isTold() {
    tracer.close(LONG);
    fake.calls.clear();
    tracer = tracer(Sampler.probability(1));
    Span root = tracer.startSpan("root");

    assertThat(fake.calls).containsExactly("sample root", "open th:0 sampled");
    assertThat(root.context().isSampled()).isTrue();
    root.end();
  }

  @Test
  void context_saysWhatIsDecidedByThenAndDecidesNothing() {
    Span root = tracer.startSpan("root");
    Span child = child(root, "child");

    assertThat(child.context().isSampled()).isFalse();
    assertThat(child.context().traceState().isEmpty()).isTrue();
    root.keep("manual");
    assertThat(child.context().isSampled()).isTrue();
    assertThat(child.context().traceState().get("ot")).isEqualTo("th:0");
    assertThat(fake.calls).doesNotContain("announce");
    child.end();
    root.end();
    assertThat(exporter.spans()).allMatch(SpanData::isSampled);
  }

  @Test
  void inject_announcesBeforeItWrites() {
    Map<String, String> headers = new HashMap<>();
    fake.decides = true;
    Span root = tracer.startSpan("root");
    tracer.inject(Context.root().with(root), headers, CarrierSetter.ofMap());

    assertThat(fake.calls).contains("announce");
    assertThat(headers)
        .containsEntry("traceparent", "00-" + root.traceId() + "-" + root.spanId() + "-03");
    assertThat(headers).containsEntry("tracestate", "ot=th:0");
    root.end();
  }

  @Test
  void inject_ofASpanThatHasEnded_tellsTheVerdictOfItsTrace() {
    fake.decides = true;
    Span root = tracer.startSpan("root");
    Span child = child(root, "child");
    child.end();

    assertThat(tracer.announce(child).isSampled()).isTrue();
    Map<String, String> headers = new HashMap<>();
    tracer.inject(Context.root().with(child), headers, CarrierSetter.ofMap());
    assertThat(headers.get("traceparent")).endsWith("-03");
    root.end();
  }

  @Test
  void spanThatHasEnded_isFrozenWhateverTheVerdict() {
    tracer.close(LONG);
    List<SpanData> seen = new ArrayList<>();
    tracer =
        tracer(
            Sampler.alwaysOff(),
            span -> {
              seen.add(span);
              return span;
            });
    Span root = tracer.startSpan("root");
    Span early = child(root, "early");
    early.end();
    root.keep("manual");
    Span late = child(root, "late");
    late.end();

    assertThat(seen.get(0).isSampled()).isFalse();
    assertThat(seen.get(0).traceState().isEmpty()).isTrue();
    assertThat(seen.get(0).context().isSampled()).isFalse();
    assertThat(early.isSampled()).isFalse();
    assertThat(seen.get(1).isSampled()).isTrue();
    assertThat(late.context().traceState().get("ot")).isEqualTo("th:0");
    root.end();
  }

  @Test
  void held_countsAsQueuedAndDropped_asSampledOut() {
    Span root = tracer.startSpan("root");
    child(root, "child").end();

    assertThat(account(tracer.stats()).queued()).isEqualTo(1);
    root.end();
    assertThat(account(tracer.stats()).queued()).isZero();
    assertThat(tracer.stats().sampledOut()).isEqualTo(2);
    assertThat(exporter.spans()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noRoom_leavesItToTheHead(boolean head) {
    tracer.close(LONG);
    fake.full = true;
    tracer = tracer(head ? Sampler.alwaysOn() : Sampler.alwaysOff());
    Span root = tracer.startSpan("root");
    child(root, "child").end();
    root.keep("manual").end();

    assertThat(exporter.spans()).hasSize(head ? 2 : 0);
    assertThat(tracer.stats().tailFallbacks()).isEqualTo(1);
    assertThat(account(tracer.stats()).exported()).isEqualTo(head ? 2 : 0);
    assertThat(tracer.stats().sampledOut()).isEqualTo(head ? 0 : 2);
  }

  @Test
  void filteredSpan_isToldOfWithoutIt() {
    tracer.close(LONG);
    fake.calls.clear();
    tracer = tracer(Sampler.alwaysOff(), span -> span.name().equals("secret") ? null : span);
    Span root = tracer.startSpan("root");
    child(root, "secret").end();
    root.keep("manual");
    root.end();

    assertThat(fake.calls).contains("ended null", "ended root root");
    assertThat(exporter.spans()).extracting(SpanData::name).containsExactly("root");
    account(tracer.stats());
  }

  @Test
  void flushAndClose_reachIt() {
    child(tracer.startSpan("root"), "child").end();
    tracer.flush(LONG);
    assertThat(fake.calls).endsWith("flush");

    tracer.close(LONG);
    assertThat(fake.calls).endsWith("close");
    assertThat(account(tracer.stats()).queued()).isZero();
  }

  @Test
  void spanOfAnotherTracer_isALocalRoot() {
    try (Tracer other = Tracer.builder("other").build()) {
      Span parent = other.startSpan("parent");
      Span root = child(parent, "root");

      assertThat(fake.calls.get(1)).startsWith("open");
      root.end();
      parent.end();
    }
  }
}
