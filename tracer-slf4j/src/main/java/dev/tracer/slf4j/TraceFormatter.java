// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.slf4j;

import static java.util.Objects.requireNonNull;

import dev.tracer.Span;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.XMLFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ids of the current span behind each line of {@code java.util.logging}, which has no
 * MDC: {@code ... trace_id=4bf9... span_id=00f0... trace_flags=01}.
 *
 * <pre>{@code
 * TraceFormatter.install(Logger.getLogger(""));
 * }</pre>
 *
 * <p>Handlers format on the thread that logs, so the current span is the right one; behind a
 * handler that hands records to another thread it is not. Needs neither SLF4J nor a tracer.
 * Thread-safe if the formatter it wraps is.
 *
 * @since 0.1
 */
public final class TraceFormatter extends Formatter {
  private final Formatter delegate;

  /**
   * Wraps a formatter.
   *
   * @throws NullPointerException if {@code delegate} is null
   */
  public TraceFormatter(Formatter delegate) {
    this.delegate = requireNonNull(delegate, "delegate");
  }

  /**
   * Wraps the formatters of a logger's handlers. Those of handlers added later are not wrapped, nor
   * is an {@link XMLFormatter}: nothing may follow its elements. Calling it again changes nothing.
   *
   * @param logger usually the root logger, which has the handlers
   * @throws NullPointerException if {@code logger} is null
   */
  public static void install(Logger logger) {
    for (Handler handler : requireNonNull(logger, "logger").getHandlers()) {
      Formatter formatter = handler.getFormatter();
      if (formatter != null
          && !(formatter instanceof TraceFormatter)
          && !(formatter instanceof XMLFormatter)) {
        handler.setFormatter(new TraceFormatter(formatter));
      }
    }
  }

  @Override
  public String format(LogRecord record) {
    String text = delegate.format(record);
    Span span = Span.current();
    if (!span.isValid()) {
      return text;
    }
    String ids =
        " trace_id="
            + span.traceId()
            + " span_id="
            + span.spanId()
            + " trace_flags="
            + (span.isSampled() ? "01" : "00");
    int end = text.length(); // before the end of the line
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end) + ids + text.substring(end);
  }

  @Override
  public String formatMessage(LogRecord record) {
    return delegate.formatMessage(record);
  }

  @Override
  public String getHead(@Nullable Handler handler) {
    return delegate.getHead(handler);
  }

  @Override
  public String getTail(@Nullable Handler handler) {
    return delegate.getTail(handler);
  }
}
