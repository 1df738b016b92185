// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.StatusCode;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.export.text.ConsoleExporter;
import dev.tracer.export.text.WaterfallExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets wherever an application can put text are in the bytes of no exporter of this module. */
class CanaryTest {
  /** An e-mail address, so that a pattern finds it in plain texts. */
  private static final String CANARY = "canary7391@secret.example";

  private static final String MARK = "canary7391";

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void secrets_areInTheBytesOfNoExporter(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("traces.jsonl");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          sent.write(exchange.getRequestHeaders().entrySet().toString().getBytes(UTF_8));
          exchange.getRequestBody().transferTo(sent);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    PrintStream out = new PrintStream(text, true, UTF_8);
    Tracer tracer =
        Tracer.builder("shop")
            .redaction(Redaction.builder().values(ValuePattern.EMAIL).build())
            .resource(Resource.of(Attributes.of("owner", CANARY, "deploy.token", MARK)))
            .exporter(OtlpExporter.http("http://127.0.0.1:" + server.getAddress().getPort()))
            .exporter(OtlpExporter.file(file))
            .exporter(ConsoleExporter.to(out))
            .exporter(WaterfallExporter.builder().to(out).build())
            .build();
    try {
      record(tracer);
    } finally {
      tracer.close(Duration.ofMinutes(5)); // of which each exporter has a part
      server.stop(0);
    }
    assertThat(tracer.stats().exporters()).allMatch(account -> account.exported() == 1);
    assertThat(Files.readString(file)).contains("REDACTED").doesNotContain(MARK);
    assertThat(sent.toString(UTF_8)).contains("resourceSpans").doesNotContain(MARK);
    assertThat(text.toString(UTF_8)).contains("mail to").doesNotContain(MARK);
  }

  private static void record(Tracer tracer) {
    Tracer scoped =
        tracer.instrumentation(
            new InstrumentationScope("lib", "1", "", Attributes.of("author", CANARY)));
    Span span =
        scoped
            .spanBuilder("mail to " + CANARY)
            .set("password", MARK)
            .set("note", CANARY)
            .link(
                SpanContext.of(
                    "0af7651916cd43dd8448eb211c80319c",
                    "b7ad6b7169203331",
                    (byte) 1,
                    TraceState.empty()),
                Attributes.of("api-key", MARK, "note", CANARY))
            .start();
    span.set("nested", List.of(CANARY, Map.of("token", MARK, "note", Map.of("deep", CANARY))));
    span.set("url.full", "https://u:" + MARK + "@h/?access_token=" + MARK);
    span.event("sent to " + CANARY, Attributes.of("cookie", MARK, "note", CANARY));
    span.recordException(
        new IllegalStateException("no " + CANARY, new Error(CANARY)),
        Attributes.of("secret", MARK));
    span.status(StatusCode.ERROR, "bad " + CANARY);
    span.end();
  }
}
