// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import dev.tracer.internal.Hex;
import dev.tracer.internal.HttpText;
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
    setter.setBytes(carrier, TRACEPARENT, format(id));
    if (!id.traceState().isEmpty()) {
      setter.set(carrier, TRACESTATE, id.traceState().toString());
    }
  }

  private static byte[] format(SpanContext id) {
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
    return text;
  }

  @Override
  public <C> Context extract(Context context, C carrier, CarrierGetter<C> getter) {
    List<String> parents = getter.getAll(carrier, TRACEPARENT);
    if (parents.isEmpty()) {
      return context;
    }
    // two of them: nobody can tell which one to believe
    Span parent = parents.size() == 1 ? parse(parents.get(0), carrier, getter) : null;
    if (parent == null) {
      refused.increment();
      return context;
    }
    return context.with(parent);
  }

  /** What {@code header} says, with the state beside it; null if it is malformed. */
  private <C> @Nullable Span parse(@Nullable String header, C carrier, CarrierGetter<C> getter) {
    if (header == null || header.length() > MAX_LENGTH) {
      return null;
    }
    int start = HttpText.skipSpace(header, 0, header.length());
    int end = HttpText.trimEnd(header, start, header.length());
    if (end - start < LENGTH) {
      return null;
    }
    // what is not Latin-1 becomes a question mark, a pair of surrogates one for both
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    if (text.length != header.length() || !isFramed(text, start, end)) {
      return null;
    }
    long trace1 = Hex.parse8(text, start + TRACE_ID);
    long trace2 = Hex.parse8(text, start + TRACE_ID + 8);
    long trace3 = Hex.parse8(text, start + TRACE_ID + 16);
    long trace4 = Hex.parse8(text, start + TRACE_ID + 24);
    long parent1 = Hex.parse8(text, start + PARENT_ID);
    long parent2 = Hex.parse8(text, start + PARENT_ID + 8);
    int flags = twoDigits(text, start + FLAGS);
    if ((trace1 | trace2 | trace3 | trace4 | parent1 | parent2 | flags) < 0
        || (trace1 | trace2 | trace3 | trace4) == 0
        || (parent1 | parent2) == 0) {
      return null;
    }
    TraceState state = traceState(getter.getAll(carrier, TRACESTATE));
    // made where it is used up, so that the compiler can do without it
    return Span.of(
        SpanContext.of(
            (trace1 << 32) | trace2,
            (trace3 << 32) | trace4,
            (parent1 << 32) | parent2,
            (byte) flags,
            state,
            true));
  }

  /** Whether the version is one to read and the dashes are where they belong. */
  private static boolean isFramed(byte[] text, int start, int end) {
    int version = twoDigits(text, start);
    if (version < 0
        || version == 0xff
        || text[start + TRACE_ID - 1] != '-'
        || text[start + PARENT_ID - 1] != '-'
        || text[start + FLAGS - 1] != '-') {
      return false;
    }
    // later versions may add fields, which are not for us
    return end - start == LENGTH || (version > 0 && text[start + LENGTH] == '-');
  }

  /** The number in two hex digits, negative if one of them is none. */
  private static int twoDigits(byte[] text, int at) {
    return Hex.digit((char) text[at]) << 4 | Hex.digit((char) text[at + 1]);
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
      if (c != ',' && !HttpText.isSpace(c)) {
        return false;
      }
    }
    return true;
  }
}
