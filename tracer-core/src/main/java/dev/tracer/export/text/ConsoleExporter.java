// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.StatusCode;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.SafeText;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Prints one line for each span:
 *
 * <pre>
 * 2026-01-01T12:00:00.123456Z shop 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 00f067aa0ba902b7 SERVER "GET /cart" 12.4 ms ERROR "no stock" http.route=/cart items=3 (1 event)
 * </pre>
 *
 * <p>That is: start in UTC, service, trace id, span id, the parent's id ({@code -} if there is
 * none), {@link dev.tracer.SpanKind kind}, name, duration rounded to three digits, {@link
 * StatusCode status} with its description, attributes, and how many events and links there are. A
 * text that is more than one ASCII word stands in quotes, with line breaks, control characters and
 * invisible ones escaped as in Java: no text can forge a second line or pass for another field.
 *
 * <p>The stream is never closed. A batch during which the stream reports an error counts as failed.
 * Thread-safe; what each batch prints stays together. An exporter serves one processor.
 *
 * @since 0.1
 */
public final class ConsoleExporter implements SpanExporter {
  private final PrintStream out;
  private final Charset charset;
  private final AtomicBoolean used = new AtomicBoolean();

  private ConsoleExporter(PrintStream out) {
    this.out = requireNonNull(out, "out");
    this.charset = Terminal.charset(out);
  }

  /** Prints to what is {@link System#out} now. */
  public static ConsoleExporter create() {
    return new ConsoleExporter(System.out);
  }

  /**
   * Prints to {@code out}.
   *
   * @throws NullPointerException if {@code out} is null
   */
  public static ConsoleExporter to(PrintStream out) {
    return new ConsoleExporter(out);
  }

  @Override
  public void attach() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "this exporter serves a processor already; make one for each: ConsoleExporter");
    }
  }

  /** 200 ms: who looks at a terminal looks now. */
  @Override
  public Duration scheduleDelay() {
    return Duration.ofMillis(200);
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    StringBuilder text = new StringBuilder();
    CharsetEncoder encoder = charset.newEncoder();
    for (SpanData span : spans) {
      appendLine(text, span, encoder);
    }
    out.print(text.toString());
    return out.checkError() // flushes
        ? ExportResult.failure(spans.size(), "The stream reported an error")
        : ExportResult.success(spans.size());
  }

  static void appendLine(StringBuilder line, SpanData span, CharsetEncoder encoder) {
    line.append(DurationText.moment(span.startEpochNanos())).append("Z ");
    SafeText.appendQuoted(line, span.resource().serviceName(), encoder);
    line.append(' ').append(span.traceId()).append(' ').append(span.spanId()).append(' ');
    line.append(span.isRoot() ? "-" : span.parentSpanId())
        .append(' ')
        .append(span.kind())
        .append(' ');
    SafeText.appendQuoted(line, span.name(), encoder);
    String duration = DurationText.rounded(span.durationNanos()).replace('\u00b5', 'u');
    line.append(' ').append(duration).append(' ').append(span.statusCode());
    String description = span.statusDescription();
    if (description != null) {
      line.append(' ');
      SafeText.appendQuoted(line, description, encoder);
    }
    Attributes attributes = span.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      line.append(' ');
      SafeText.appendAttribute(line, attributes.name(i), attributes.value(i), encoder);
    }
    appendCount(line, span.events().size(), " event");
    appendCount(line, span.links().size(), " link");
    line.append('\n');
  }

  private static void appendCount(StringBuilder line, int count, String what) {
    if (count > 0) {
      line.append(" (").append(count).append(what).append(count == 1 ? ")" : "s)");
    }
  }
}
