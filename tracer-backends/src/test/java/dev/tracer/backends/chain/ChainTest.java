// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.internal.JsonReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One trace through five tracers: ours, OpenTelemetry's SDK, Brave, the X-Ray SDK and Datadog's
 * agent, each in a process of its own. Each peer reads one format and writes one; where the next
 * reads another, a service of ours stands between.
 */
@Tag("slow")
class ChainTest {
  private static final List<String> CHAIN =
      List.of("tracer", "opentelemetry", "brave", "tracer", "xray", "tracer", "datadog", "tracer");

  private static final int XRAY = 4;
  private static final int DATADOG = 6;

  private static final List<HopProcess> PROCESSES = new ArrayList<>();
  private static final List<String> PORTS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    for (String kind : CHAIN) {
      PROCESSES.add(HopProcess.start(kind));
    }
    for (HopProcess process : PROCESSES) {
      PORTS.add(process.port());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (HopProcess process : PROCESSES) {
      process.close();
    }
  }

  /** What each service saw of a request to the first. */
  private static List<Seen> send(@Nullable String header, String value) throws Exception {
    String path = "/" + String.join("/", PORTS.subList(1, PORTS.size()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORTS.get(0) + path));
    if (header != null) {
      request.header(header, value);
    }
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode())
        .as(() -> PROCESSES.stream().map(HopProcess::output).collect(Collectors.joining("\n")))
        .isEqualTo(200);
    List<Seen> all = answer.body().lines().map(Seen::parse).toList();
    assertThat(all).extracting(Seen::kind).isEqualTo(CHAIN);
    return all;
  }

  @Test
  void traceThatBeginsHere_isOneTraceOfAll() throws Exception {
    List<Seen> all = send(null, "");

    assertThat(all.get(0).report().parentId()).isEmpty();
    assertOneTrace(all, all.get(0).report().traceId());
    assertRecorded(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b3=7bf067aa0ba902b7-00f067aa0ba90001-1",
        "b3=f00067aa0ba902b7-00f067aa0ba90001-d",
        "x-amzn-trace-id=Root=1-6b0aa73e-1af067aa0ba902b7f00067aa;Parent=00f067aa0ba90001;Sampled=1",
        "traceparent=00-6b0aa73e1af067aaf00067aa0ba902b7-00f067aa0ba90001-01",
      })
  void traceOfACaller_isOneTraceOfAll(String text) throws Exception {
    int equals = text.indexOf('=');
    List<Seen> all = send(text.substring(0, equals), text.substring(equals + 1));

    assertThat(all.get(0).report().sampled()).isTrue();
    assertOneTrace(all, all.get(0).report().traceId());
    assertRecorded(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b3=7bf067aa0ba902b8-00f067aa0ba90001-0",
        "x-amzn-trace-id=Root=1-6b0aa73e-2af067aa0ba902b7f00067aa;Parent=00f067aa0ba90001;Sampled=0",
        "x-amzn-trace-id=Root=1-6b0aa73e-3af067aa0ba902b7f00067aa;Sampled=0",
        "traceparent=00-6b0aa73e4af067aaf00067aa0ba902b7-00f067aa0ba90001-00",
      })
  void traceThatTheCallerDoesNotRecord_isRecordedByNobody(String text) throws Exception {
    int equals = text.indexOf('=');
    List<Seen> all = send(text.substring(0, equals), text.substring(equals + 1));

    assertOneTrace(all, all.get(0).report().traceId());
    assertThat(all).extracting(seen -> seen.report().sampled()).containsOnly(false);
    for (int i = 0; i < CHAIN.size(); i++) {
      if (i != DATADOG) { // counts such spans and leaves them out later
        assertThat(all.get(i).report().recorded()).as(CHAIN.get(i)).isEmpty();
      }
    }
  }

  /** The ids: that each service read what the one before it wrote, in the format that is meant. */
  private static void assertOneTrace(List<Seen> all, String traceId) throws Exception {
    for (int i = 0; i < all.size(); i++) {
      Hop.Report report = all.get(i).report();
      assertThat(report.traceId()).as(CHAIN.get(i)).isEqualTo(written(CHAIN.get(i), traceId));
      assertThat(report.sampled()).as(CHAIN.get(i)).isEqualTo(all.get(0).report().sampled());
      if (i > 0) {
        assertParent(report, all.get(i - 1), i);
      }
    }
    assertHeaders(all, traceId);
  }

  private static void assertParent(Hop.Report report, Seen caller, int i) throws Exception {
    if (i - 1 == DATADOG) {
      assertThat(report.parentId()).isEqualTo(callOfDatadog(caller.report()));
    } else if (i - 1 == XRAY && !caller.report().sampled()) {
      // It has no ids for what it does not record, and sends none.
      assertThat(caller.report().callId()).isEmpty();
      assertThat(report.parentId()).hasSize(16);
    } else {
      assertThat(report.parentId()).as(CHAIN.get(i)).isEqualTo(caller.report().callId());
    }
  }

  /** The id as this tracer writes it. */
  private static String written(String kind, String traceId) {
    return switch (kind) {
      case "brave" -> traceId.startsWith("0".repeat(16)) ? traceId.substring(16) : traceId;
      case "xray" -> "1-" + traceId.substring(0, 8) + '-' + traceId.substring(8);
      default -> traceId;
    };
  }

  private static void assertHeaders(List<Seen> all, String traceId) {
    String high = traceId.substring(0, 16);
    String low = Long.toUnsignedString(Long.parseUnsignedLong(traceId.substring(16), 16));
    Set<String> ours = Set.of("traceparent", "b3", "x-amzn-trace-id", "x-datadog-trace-id");
    assertThat(all.get(1).headers()).containsKeys(ours.toArray(new String[0]));
    assertThat(all.get(2).headers())
        .containsOnlyKeys("x-b3-traceid", "x-b3-spanid", "x-b3-sampled");
    assertThat(all.get(3).headers()).containsOnlyKeys("b3");
    assertThat(all.get(5).headers()).containsOnlyKeys("x-amzn-trace-id");
    assertThat(all.get(7).headers().keySet()).allMatch(name -> name.startsWith("x-datadog-"));
    for (int i = DATADOG; i <= DATADOG + 1; i++) {
      Map<String, String> headers = all.get(i).headers();
      assertThat(headers).containsEntry("x-datadog-trace-id", low);
      assertThat(headers.getOrDefault("x-datadog-tags", "").contains("_dd.p.tid=" + high))
          .as(CHAIN.get(i))
          .isEqualTo(!high.equals("0".repeat(16)));
    }
  }

  /** The spans: what each service would export, the call below the request, and no other. */
  private static void assertRecorded(List<Seen> all) {
    for (int i = 0; i < all.size(); i++) {
      Hop.Report report = all.get(i).report();
      if (i == DATADOG) {
        continue; // read from its log already
      }
      List<String> expected = new ArrayList<>();
      expected.add(report.spanId() + '<' + report.parentId());
      if (i < all.size() - 1) {
        expected.add(report.callId() + '<' + report.spanId());
      }
      assertThat(report.recorded().split(" ", -1))
          .as(CHAIN.get(i))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  /** The agent's own span of the call, from what it would send. */
  private static String callOfDatadog(Hop.Report report) throws Exception {
    String line =
        PROCESSES
            .get(DATADOG)
            .await(text -> text.contains("\"trace_id\":\"" + report.traceId() + '"'));
    Map<?, ?> document = (Map<?, ?>) JsonReader.parse(line);
    List<?> spans = (List<?>) ((List<?>) document.get("traces")).get(0);
    assertThat(spans).hasSize(2);
    Map<?, ?> server = (Map<?, ?>) spans.get(0);
    Map<?, ?> call = (Map<?, ?>) spans.get(1);
    assertThat(spanId(server, "span_id")).isEqualTo(report.spanId());
    assertThat(spanId(server, "parent_id")).isEqualTo(report.parentId());
    assertThat(((Map<?, ?>) server.get("metrics")).get("_sample_rate"))
        .isEqualTo(report.sampled() ? 1L : 0L);
    assertThat(call.get("trace_id")).isEqualTo(report.traceId());
    assertThat(spanId(call, "parent_id")).isEqualTo(report.spanId());
    return spanId(call, "span_id");
  }

  /** Its log leaves zeros on the left away. */
  private static String spanId(Map<?, ?> span, String name) {
    String text = (String) span.get(name);
    return "0".repeat(16 - text.length()) + text;
  }
}
