// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import static java.util.Objects.requireNonNull;

import dev.tracer.StatusCode;
import dev.tracer.internal.AttributeText;
import dev.tracer.internal.DurationText;
import dev.tracer.internal.Hex;
import dev.tracer.internal.SafeText;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Prints one line for each span:
 *
 * <pre>
 * 2026-01-01T12:00:00.123456Z 0af7651916cd43dd8448eb211c80319c b7ad6b7169203331 SERVER "GET /cart" 12.4 ms ERROR "no stock" http.route=/cart items=3 (1 event)
 * </pre>
 *
 * <p>That is: start in UTC, trace id, span id, {@link dev.tracer.SpanKind kind}, name, duration
 * rounded to three digits, {@link StatusCode status} with its description, attributes, and how many
 * events and links there are. A text that is more than one ASCII word stands in quotes, with line
 * breaks, control characters and invisible ones escaped as in Java: no text can forge a second line
 * or pass for another field.
 *
 * <p>The stream is never closed. A batch during which the stream reports an error counts as failed.
 * Thread-safe; several tracers can share one exporter, and what each batch prints stays together.
 *
 * @since 0.1
 */
public final class ConsoleExporter implements SpanExporter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private final Charset charset;

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
  public ExportResult export(List<SpanData> spans) {
    StringBuilder text = new StringBuilder(256 * spans.size());
    IntPredicate encodable = Terminal.encodable(charset);
    for (SpanData span : spans) {
      appendLine(text, span, encodable);
      text.append('\n');
    }
    out.print(text.toString());
    return out.checkError() // flushes
        ? ExportResult.failure(spans.size(), "The stream reported an error")
        : ExportResult.success(spans.size());
  }

  static void appendLine(StringBuilder line, SpanData span, IntPredicate encodable) {
    long start = span.startEpochNanos();
    Instant time = Instant.ofEpochSecond(0, start);
    line.append(TIME.format(time)).append(' ');
    line.append(Hex.format(span.traceIdHigh(), span.traceIdLow())).append(' ');
    line.append(Hex.format(span.spanIdAsLong())).append(' ');
    line.append(span.kind()).append(' ');
    SafeText.appendQuoted(line, span.name(), encodable);
    line.append(' ').append(duration(span, encodable)).append(' ').append(span.statusCode());
    String description = span.statusDescription();
    if (description != null) {
      line.append(' ');
      SafeText.appendQuoted(line, description, encodable);
    }
    AttributeText.appendAll(line, span.attributes(), encodable);
    appendCounts(line, span.events().size(), span.links().size());
  }

  private static String duration(SpanData span, IntPredicate encodable) {
    String text = DurationText.rounded(span.durationNanos());
    return encodable.test(DurationText.MICRO) ? text : text.replace(DurationText.MICRO, 'u');
  }

  private static void appendCounts(StringBuilder line, int events, int links) {
    if (events + links == 0) {
      return;
    }
    line.append(" (");
    if (events > 0) {
      line.append(events).append(events == 1 ? " event" : " events");
    }
    if (links > 0) {
      line.append(events > 0 ? ", " : "").append(links).append(links == 1 ? " link" : " links");
    }
    line.append(')');
  }
}
