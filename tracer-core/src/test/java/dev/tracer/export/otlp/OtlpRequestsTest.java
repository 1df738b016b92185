// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.Sender;
import dev.tracer.export.send.SendingExporter;
import dev.tracer.export.send.SendingExporterBuilder;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How batches become requests: groups, sizes and traces. */
class OtlpRequestsTest {
  private final CopyingSender sent = new CopyingSender();

  private SendingExporterBuilder builder() {
    return SendingExporter.builder("test").encoding(OtlpEncoding.json()).sender(sent);
  }

  @Test
  void limit_cutsGroups_allSpansArriveOnce() {
    List<SpanData> batch = new ArrayList<>();
    for (SpanData span : TestSpan.batch(60)) {
      TestSpan test = (TestSpan) span;
      test.scope = InstrumentationScope.of("scope-" + test.spanId % 7, "");
      test.resource = Resource.of(Attributes.of("service.name", "s" + test.spanId % 3));
      batch.add(test);
    }
    ExportResult result = builder().maxRequestBytes(2000).build().export(batch);

    List<String> names = new ArrayList<>();
    for (String request : sent.requests) {
      assertThat(request.length()).isLessThanOrEqualTo(2000);
      for (ResourceSpans resource : OtlpJson.parse(request).getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          String group = OtlpJson.serviceName(resource) + scope.getScope().getName();
          scope.getSpansList().forEach(span -> names.add(group + span.getName()));
        }
      }
    }
    List<String> expected = new ArrayList<>();
    for (SpanData span : batch) {
      expected.add(
          span.resource().serviceName() + span.instrumentationScope().name() + span.name());
    }
    assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(result).isEqualTo(ExportResult.success(60));
  }

  @Test
  void groups_ofABatch_areWrittenOnceEach() {
    List<SpanData> batch = TestSpan.batch(6);
    for (int i = 0; i < 6; i++) {
      ((TestSpan) batch.get(i)).scope = InstrumentationScope.of("scope-" + i % 2, "");
    }
    builder().build().export(batch);

    assertThat(sent.requests).hasSize(1);
    List<ScopeSpans> scopes =
        OtlpJson.parse(sent.requests.get(0)).getResourceSpans(0).getScopeSpansList();
    assertThat(scopes).extracting(ScopeSpans::getSpansCount).containsExactly(3, 3);
    assertThat(scopes.get(1).getSpansList())
        .extracting(Span::getName)
        .containsExactly("span-1", "span-3", "span-5");
  }

  @Test
  void spanWhoseGroupCannotBeRead_leavesTheOthersWhole() {
    TestSpan groupless = TestSpan.named("groupless");
    groupless.scope = null;
    List<SpanData> batch = new ArrayList<>(TestSpan.batch(3));
    batch.add(1, groupless);
    batch.add(
        new TestSpan() {
          @Override
          public Resource resource() {
            throw new IllegalStateException("unreadable");
          }
        });
    batch.add(null);
    ExportResult result = builder().build().export(batch);

    assertThat(result).isEqualTo(new ExportResult(3, 0, 0, 3, "a span could not be read"));
    assertThat(OtlpJson.spans(OtlpJson.parse(sent.requests.get(0)))).hasSize(3);
  }

  @Test
  void requestPerTrace_makesRequestsOfOneTraceEachWithItsKey() {
    List<SpanData> batch = TestSpan.batch(7);
    for (int i = 0; i < 7; i++) {
      ((TestSpan) batch.get(i)).traceIdLow = i % 3 + 1;
    }
    List<String> keys = new ArrayList<>();
    Sender noting =
        new Sender() {
          @Override
          public Answer send(Request request, Duration timeout) {
            keys.add(request.key());
            assertThat(request.contentType()).isEqualTo("application/json");
            return sent.send(request, timeout);
          }

          @Override
          public String toString() {
            return "noting";
          }
        };
    ExportResult result = builder().sender(noting).requestPerTrace(true).build().export(batch);

    assertThat(result).isEqualTo(ExportResult.success(7));
    assertThat(keys)
        .containsExactly(
            "0af7651916cd43dd0000000000000001",
            "0af7651916cd43dd0000000000000002",
            "0af7651916cd43dd0000000000000003");
    assertThat(sent.requests)
        .extracting(request -> OtlpJson.spans(OtlpJson.parse(request)).size())
        .containsExactly(3, 2, 2);
  }

  @Test
  void exportAfterUnavailable_doesNotTouchTheBytesOfTheRequestBefore() {
    List<Request> requests = new ArrayList<>();
    Sender broken =
        new Sender() {
          @Override
          public Answer send(Request request, Duration timeout) {
            requests.add(request);
            return Answer.of(Answer.Kind.UNAVAILABLE, "gone");
          }

          @Override
          public String toString() {
            return "broken";
          }
        };
    SendingExporter exporter = builder().sender(broken).build();
    exporter.export(TestSpan.batch(2));
    byte[] before = requests.get(0).body().array().clone();
    assertThat(exporter.export(TestSpan.batch(9)).failed()).isEqualTo(9);

    assertThat(requests.get(0).body().array()).isEqualTo(before);
  }

  @Test
  void attach_aSecondTime_isRefused() {
    SendingExporter exporter = builder().build();
    exporter.attach();

    org.assertj.core.api.Assertions.assertThatThrownBy(exporter::attach)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this exporter serves a processor already; make one for each: test{memory}");
  }
}
