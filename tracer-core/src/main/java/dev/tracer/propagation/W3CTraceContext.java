// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.internal.Hex;
import dev.tracer.internal.Ows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * {@code traceparent} and {@code tracestate} (W3C Trace Context Level 2, section 3). Thread-safe.
 *
 * <pre>
 * 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
 * 0  3                                36               53   version, trace id, parent id, flags
 * </pre>
 */
final class W3CTraceContext implements Propagator {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";
  private static final List<String> FIELDS = List.of(TRACEPARENT, TRACESTATE);

  private static final int TRACE_ID = 3;
  private static final int PARENT_ID = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  /** More than this is refused unread, in either header. */
  private static final int MAX_LENGTH = 8192;

  private final LongAdder refused = new LongAdder();

  @Override
  public List<String> fields() {
    return FIELDS;
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public <C> void inject(Context context, C carrier, CarrierSetter<C> setter) {
    Span span = context.span();
    if (!span.isValid()) {
      return;
    }
    SpanContext id = span.context();
    setter.set(carrier, TRACEPARENT, format(id));
    if (!id.traceState().isEmpty()) {
      setter.set(carrier, TRACESTATE, id.traceState().toString());
    }
  }

  private static String format(SpanContext id) {
    byte[] text = new byte[LENGTH];
    text[0] = '0';
    text[1] = '0';
    text[TRACE_ID - 1] = '-';
    Hex.write(id.traceIdHigh(), text, TRACE_ID);
    Hex.write(id.traceIdLow(), text, TRACE_ID + 16);
    text[PARENT_ID - 1] = '-';
    Hex.write(id.spanIdAsLong(), text, PARENT_ID);
    text[FLAGS - 1] = '-';
    text[FLAGS] = '0';
    text[FLAGS + 1] = (byte) ('0' + id.traceFlags());
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    List<String> parents = getter.getAll(carrier, TRACEPARENT);
    if (parents.isEmpty()) {
      return context;
    }
    // two of them: nobody can tell which one to believe
    SpanContext parent = parents.size() == 1 ? parse(parents.get(0)) : null;
    if (parent == null) {
      refused.increment();
      return context;
    }
    TraceState state = traceState(getter.getAll(carrier, TRACESTATE));
    return context.with(
        Span.of(
            SpanContext.of(
                parent.traceIdHigh(),
                parent.traceIdLow(),
                parent.spanIdAsLong(),
                parent.traceFlags(),
                state,
                true)));
  }

  /** What {@code header} says; null if it is malformed. */
  private static @Nullable SpanContext parse(@Nullable String header) {
    if (header == null || header.length() > MAX_LENGTH) {
      return null;
    }
    int start = Ows.skip(header, 0, header.length());
    int end = Ows.trimEnd(header, start, header.length());
    if (end - start < LENGTH || !isFramed(header, start, end)) {
      return null;
    }
    // what is not Latin-1 becomes a question mark, no digit either
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    long trace1 = Hex.parse8(text, start + TRACE_ID);
    long trace2 = Hex.parse8(text, start + TRACE_ID + 8);
    long trace3 = Hex.parse8(text, start + TRACE_ID + 16);
    long trace4 = Hex.parse8(text, start + TRACE_ID + 24);
    long parent1 = Hex.parse8(text, start + PARENT_ID);
    long parent2 = Hex.parse8(text, start + PARENT_ID + 8);
    long flags = Hex.parse(header, start + FLAGS, 2);
    if ((trace1 | trace2 | trace3 | trace4 | parent1 | parent2 | flags) < 0) {
      return null;
    }
    SpanContext parent =
        SpanContext.of(
            (trace1 << 32) | trace2,
            (trace3 << 32) | trace4,
            (parent1 << 32) | parent2,
            (byte) flags,
            TraceState.empty(),
            true);
    return parent.isValid() ? parent : null;
  }

  /** Whether the version is one to read and the dashes are where they belong. */
  private static boolean isFramed(String header, int start, int end) {
    long version = Hex.parse(header, start, 2);
    if (version < 0
        || version == 0xff
        || header.charAt(start + TRACE_ID - 1) != '-'
        || header.charAt(start + PARENT_ID - 1) != '-'
        || header.charAt(start + FLAGS - 1) != '-') {
      return false;
    }
    // later versions may add fields, which are not for us
    return end - start == LENGTH || (version > 0 && header.charAt(start + LENGTH) == '-');
  }

  private TraceState traceState(List<String> headers) {
    if (headers.isEmpty()) {
      return TraceState.empty();
    }
    String header = headers.size() == 1 ? headers.get(0) : join(headers);
    TraceState state = TraceState.parse(header);
    if (state.isEmpty() && !isBlank(header)) {
      refused.increment();
    }
    return state;
  }

  /** The headers with commas between them, as far as they can be read. */
  private static String join(List<String> headers) {
    StringBuilder text = new StringBuilder();
    for (String header : headers) {
      if (header == null) {
        continue;
      }
      if (text.length() > 0) {
        text.append(',');
      }
      text.append(header, 0, Math.min(header.length(), MAX_LENGTH + 1));
      if (text.length() > MAX_LENGTH) {
        break;
      }
    }
    return text.toString();
  }

  /** Whether there is nothing in {@code header} but empty members, which are allowed. */
  private static boolean isBlank(@Nullable String header) {
    if (header == null) {
      return true;
    }
    if (header.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c != ',' && !Ows.is(c)) {
        return false;
      }
    }
    return true;
  }
}
