// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.DropReason;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.TracerStats;
import dev.tracer.export.BatchProcessor;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SimpleProcessor;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.SpanProcessor;
import dev.tracer.internal.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Where the redaction runs, and what becomes of spans that it cannot redact. */
class RedactionPipelineTest {
  private static final String CANARY = "canary-7391";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Keeps what it is given, and who gave it. */
  private static final class Collector implements SpanExporter {
    final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public ExportResult export(List<SpanData> batch) {
      spans.addAll(batch);
      return ExportResult.success(batch.size());
    }
  }

  private static void everywhere(Tracer tracer) {
    Span span = tracer.spanBuilder("work").set("password", CANARY).start();
    span.set("nested", Map.of("api_key", CANARY));
    span.set("url.full", "https://u:" + CANARY + "@h/?token=" + CANARY);
    span.event("event", Attributes.of("authorization", CANARY));
    span.link(
        SpanContext.of(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", (byte) 1, TraceState.empty()),
        Attributes.of("cookie", CANARY));
    span.end();
  }

  private static String all(SpanData span) {
    return span.name()
        + span.attributes()
        + span.events()
        + span.links()
        + span.statusDescription()
        + span.resource()
        + span.instrumentationScope();
  }

  @Test
  void defaults_everyProcessorGetsRedactedSpans() {
    Collector batched = new Collector();
    Collector simple = new Collector();
    List<SpanData> processed = new ArrayList<>();
    SpanProcessor custom = processed::add;
    Tracer tracer =
        Tracer.builder("shop")
            .processor(BatchProcessor.create(batched))
            .processor(SimpleProcessor.create(simple))
            .processor(custom)
            .resource(Resource.of(Attributes.of("deploy.token", CANARY)))
            .build();
    Tracer scoped =
        tracer.instrumentation(
            new InstrumentationScope("lib", "1", "", Attributes.of("secret", CANARY)));
    everywhere(scoped);
    tracer.close(Duration.ofMinutes(5));
    for (List<SpanData> spans : List.of(batched.spans, simple.spans, processed)) {
      assertThat(spans).hasSize(1);
      assertThat(all(spans.get(0))).contains("REDACTED").doesNotContain(CANARY);
    }
  }

  @Test
  void patterns_findSecretsInEveryText() {
    Collector collector = new Collector();
    Redaction redaction = Redaction.builder().values(ValuePattern.EMAIL).build();
    Tracer tracer = Tracer.builder("shop").redaction(redaction).exporter(collector).build();
    String mail = "ann@mail.example";
    Span span = tracer.startSpan("mail to " + mail);
    span.event("sent to " + mail, Attributes.of("note", List.of("to " + mail)));
    span.recordException(new IllegalStateException("no " + mail), Attributes.empty());
    span.status(StatusCode.ERROR, "bad " + mail);
    span.end();
    tracer.close(Duration.ofMinutes(5));
    assertThat(collector.spans).hasSize(1);
    assertThat(all(collector.spans.get(0))).contains("mail to REDACTED").doesNotContain(mail);
  }

  @Test
  void nothingFound_sameSpan() {
    Collector collector = new Collector();
    List<SpanData> processed = new ArrayList<>();
    Tracer tracer = Tracer.builder("shop").exporter(collector).processor(processed::add).build();
    tracer.spanBuilder("work").set("order.id", 1).start().end();
    tracer.close(Duration.ofMinutes(5));
    assertThat(collector.spans.get(0)).isSameAs(processed.get(0));
  }

  @Test
  void none_everythingIsTold() {
    Collector collector = new Collector();
    Tracer tracer = Tracer.builder("shop").redaction(Redaction.none()).exporter(collector).build();
    everywhere(tracer);
    tracer.close(Duration.ofMinutes(5));
    assertThat(collector.spans.get(0).attributes().get("password")).isEqualTo(CANARY);
  }

  @Test
  void redactionThatThrows_spanIsDroppedAndCounted() {
    Collector collector = new Collector();
    // a hostile span: its second reading of attributes throws
    Tracer tracer =
        Tracer.builder("shop")
            .filter(span -> span.name().equals("bad") ? new Hostile(span) : span)
            .exporter(collector)
            .build();
    tracer.startSpan("bad").end();
    tracer.startSpan("good").end();
    tracer.flush(TIMEOUT);
    assertThat(collector.spans).extracting(SpanData::name).containsExactly("good");
    TracerStats.Exporter account = tracer.stats().exporters().get(0);
    assertThat(account.exported()).isEqualTo(1);
    assertThat(account.dropped()).containsOnly(Map.entry(DropReason.FILTERED, 1L));
    assertThat(account.queued()).isZero();
    assertThat(tracer.stats().faults()).isEqualTo(1);
    assertThat(tracer.stats().ended()).isEqualTo(2);
    tracer.close(Duration.ofMinutes(5));
  }

  @Test
  void processorOfTwoTracers_bothPoliciesHold() {
    Collector collector = new Collector();
    BatchProcessor shared = BatchProcessor.create(collector);
    Tracer one = Tracer.builder("one").processor(shared).build();
    Tracer two =
        Tracer.builder("two")
            .redaction(Redaction.builder().mask("plan").build())
            .processor(shared)
            .build();
    one.spanBuilder("a").set("password", CANARY).start().end();
    two.spanBuilder("b").set("plan", CANARY).start().end();
    one.close();
    assertThat(collector.spans).hasSize(2);
    assertThat(collector.spans.toString()).doesNotContain(CANARY);
    assertThat(all(collector.spans.get(1))).doesNotContain(CANARY);
  }

  /** A span of the application's own whose attributes cannot be read. */
  private record Hostile(SpanData span) implements SpanData {
    @Override
    public String name() {
      return span.name();
    }

    @Override
    public dev.tracer.SpanKind kind() {
      return span.kind();
    }

    @Override
    public SpanContext context() {
      return span.context();
    }

    @Override
    public long parentSpanIdAsLong() {
      return 0;
    }

    @Override
    public boolean isParentRemote() {
      return false;
    }

    @Override
    public long startEpochNanos() {
      return 0;
    }

    @Override
    public long endEpochNanos() {
      return 0;
    }

    @Override
    public Attributes attributes() {
      throw new IllegalStateException("hostile");
    }

    @Override
    public List<dev.tracer.export.EventData> events() {
      return List.of();
    }

    @Override
    public List<dev.tracer.export.LinkData> links() {
      return List.of();
    }

    @Override
    public StatusCode statusCode() {
      return StatusCode.UNSET;
    }

    @Override
    public String statusDescription() {
      return null;
    }

    @Override
    public int droppedAttributes() {
      return 0;
    }

    @Override
    public int droppedEvents() {
      return 0;
    }

    @Override
    public int droppedLinks() {
      return 0;
    }

    @Override
    public Resource resource() {
      return span.resource();
    }

    @Override
    public InstrumentationScope instrumentationScope() {
      return span.instrumentationScope();
    }
  }

  @Test
  void warningOfAScope_isRedactedBeforeItIsCut() {
    String name = "x".repeat(179) + " jane.doe.private@secret.example";
    Redaction policy = Redaction.builder().values(ValuePattern.EMAIL).build();
    try (LogCapture log = new LogCapture();
        Tracer tracer = Tracer.builder("shop").redaction(policy).processor(span -> {}).build()) {
      Span outer = tracer.startSpan(name);
      Scope first = outer.makeCurrent();
      Scope second = tracer.startSpan(name).makeCurrent();
      first.close(); // out of order
      second.close();
      assertThat(log.warnings()).isNotEmpty();
      assertThat(log.warnings().toString()).doesNotContain("jane.doe");
    }
  }
}
