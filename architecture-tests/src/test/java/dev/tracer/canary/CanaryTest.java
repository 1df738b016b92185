// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.datadog.DatadogPropagator;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.propagation.Propagator;
import dev.tracer.redact.Redaction;
import dev.tracer.redact.ValuePattern;
import dev.tracer.viewer.Viewer;
import dev.tracer.xray.AwsCredentials;
import dev.tracer.xray.XRayExporter;
import dev.tracer.zipkin.B3Propagator;
import dev.tracer.zipkin.ZipkinExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets wherever an application can put text are in the bytes of no exporter, file, page, header
 * or line of the log. See {@link Planting} for where they are put.
 */
class CanaryTest {
  private static final String MARK = Planting.MARK;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();

  private static TracerBuilder redacting() {
    return Tracer.builder("shop")
        .redaction(Redaction.builder().values(ValuePattern.EMAIL).build())
        .resource(Planting.resource())
        .propagator(
            Propagator.composite(
                Propagator.traceContext(), B3Propagator.multi(), DatadogPropagator.create()));
  }

  @Test
  void secrets_areInTheBytesOfNoExporter(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("traces.jsonl");
    PrintStream out = new PrintStream(text, true, UTF_8);
    try (Sinks sinks = new Sinks()) {
      Tracer tracer =
          redacting()
              .exporter(OtlpExporter.builder().endpoint(sinks.url() + "/json").build())
              .exporter(
                  OtlpExporter.builder().endpoint(sinks.url() + "/proto").protobuf(true).build())
              .exporter(OtlpExporter.file(file))
              .exporter(ConsoleExporter.to(out))
              .exporter(WaterfallExporter.builder().to(out).build())
              .exporter(ZipkinExporter.http(sinks.url() + "/zipkin"))
              .exporter(XRayExporter.builder().daemonAddress(sinks.daemonAddress()).build())
              .exporter(
                  XRayExporter.builder()
                      .api(sinks.url() + "/xray", "eu-west-1", CanaryTest::credentials)
                      .indexAll()
                      .build())
              .build();
      Planting.everywhere(tracer, sinks);
      tracer.close(TIMEOUT);
      sinks.awaitDatagrams(Planting.SPANS);
      assertThat(tracer.stats().exporters())
          .allMatch(account -> account.exported() == Planting.SPANS);
      sinks.keep("file", Files.readAllBytes(file));
      sinks.keep("text", text.toByteArray());
      assertThat(sinks.received().keySet())
          .contains("/json/v1/traces", "/proto/v1/traces", "file", "text", "/zipkin", "udp")
          .contains("http headers", "kafka headers");
      sinks.received().forEach(CanaryTest::assertNoMark);
    }
  }

  /** Tells of the place alone, not of everything that came. */
  private static void assertNoMark(String where, String bytes) {
    int at = bytes.indexOf(MARK);
    String around = at < 0 ? "" : bytes.substring(Math.max(0, at - 100), at + MARK.length());
    assertThat(around).as(where).isEmpty();
  }

  private static AwsCredentials credentials() {
    return new AwsCredentials("key", MARK, null);
  }

  @Test
  void secrets_areOnNoPageOfTheViewer_evenOfSpansThatStillRun() throws Exception {
    try (Sinks sinks = new Sinks();
        Viewer viewer = Viewer.start();
        Tracer tracer = redacting().processor(viewer.processor()).build()) {
      Planting.everywhere(tracer, sinks);
      Span running = tracer.startSpan("mail to " + Planting.MAIL);
      Planting.fill(running);
      tracer.flush(TIMEOUT);
      String list = page(viewer, "api/traces?limit=1000");
      sinks.keep("page", page(viewer, "").getBytes(UTF_8));
      sinks.keep("list", list.getBytes(UTF_8));
      for (String path : new String[] {"api/services", "api/map", "api/traces?format=text"}) {
        sinks.keep(path, page(viewer, path).getBytes(UTF_8));
      }
      sinks.keep("mcp list", mcp(viewer, "list_traces", "").getBytes(UTF_8));
      for (String tool : new String[] {"show_trace", "critical_path"}) {
        for (String id : Planting.traceIds(list)) {
          sinks.keep(tool, mcp(viewer, tool, id).getBytes(UTF_8));
        }
      }
      for (String format : new String[] {"json", "text", "html"}) {
        String path = "api/traces/" + running.traceId() + "?format=" + format;
        String answer = page(viewer, path);
        assertThat(answer).contains("mail to REDACTED");
        sinks.keep("running as " + format, answer.getBytes(UTF_8));
        for (String id : Planting.traceIds(list)) {
          sinks.keep(
              format, page(viewer, "api/traces/" + id + "?format=" + format).getBytes(UTF_8));
        }
      }
      running.end();
      assertThat(sinks.received().keySet())
          .contains("page", "list", "json", "text", "html", "show_trace", "critical_path");
      assertThat(sinks.received().get("mcp list")).contains("mail to REDACTED");
      sinks.received().forEach(CanaryTest::assertNoMark);
    }
  }

  private static String page(Viewer viewer, String path) throws IOException, InterruptedException {
    URI uri = viewer.uri().resolve(path);
    var answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  /** The text that an agent gets. */
  private static String mcp(Viewer viewer, String tool, String traceId)
      throws IOException, InterruptedException {
    String call =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call",\
        "params":{"name":"%s","arguments":{"traceId":"%s"}}}"""
            .formatted(tool, traceId);
    HttpRequest request =
        HttpRequest.newBuilder(viewer.uri().resolve("mcp"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(call))
            .build();
    String answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    assertThat(answer).contains("\"isError\":false");
    return answer;
  }

  @Test
  void secrets_areInNoLineOfTheLog() throws Exception {
    try (Sinks sinks = new Sinks()) {
      Tracer tracer =
          redacting()
              .strict(true)
              .exporter(
                  OtlpExporter.builder()
                      .endpoint(sinks.url() + "/refusing")
                      .header("authorization", "Bearer " + MARK)
                      .build())
              .build();
      Planting.misuse(tracer);
      tracer.close(TIMEOUT);
      assertThat(sinks.received().get("log"))
          .contains("mail to REDACTED", "401", "not ended")
          .doesNotContain(MARK);
    }
  }
}
