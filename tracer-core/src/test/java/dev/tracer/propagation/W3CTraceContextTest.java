// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.ContextKey;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.TraceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class W3CTraceContextTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT_ID = "b7ad6b7169203331";
  private static final String VALID = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";

  private final Propagator propagator = Propagator.traceContext();

  private Context extract(String traceparent, String... tracestates) {
    Map<String, List<String>> carrier =
        Map.of("traceparent", List.of(traceparent), "tracestate", Arrays.asList(tracestates));
    return propagator.extract(Context.root(), carrier, CarrierGetter.ofMultiMap());
  }

  private Map<String, String> inject(Context context) {
    Map<String, String> carrier = new LinkedHashMap<>();
    propagator.inject(context, carrier, CarrierSetter.ofMap());
    return carrier;
  }

  @Test
  void extract_validHeaders_givesRemoteSpanThatIsNotRecorded() {
    Span span = extract(VALID, "a=1,b=2").span();
    assertThat(span.context())
        .isEqualTo(
            SpanContext.of(
                0x0af7651916cd43ddL,
                0x8448eb211c80319cL,
                0xb7ad6b7169203331L,
                SpanContext.SAMPLED,
                TraceState.parse("a=1,b=2"),
                true));
    assertThat(span.isRecording()).isFalse();
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void extract_absentHeaders_leavesContextAsItIs() {
    Context context = Context.root().with(ContextKey.named("key"), "value");
    assertThat(propagator.extract(context, Map.of(), CarrierGetter.ofMap())).isSameAs(context);
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void extract_malformedHeader_leavesContextAsItIsAndIsCounted() {
    Context context = Context.root().with(Span.of(extract(VALID).span().context()));
    Map<String, String> carrier = Map.of("traceparent", "00-" + TRACE_ID, "tracestate", "a=1");
    assertThat(propagator.extract(context, carrier, CarrierGetter.ofMap())).isSameAs(context);
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void extract_validHeaders_keepsTheOtherEntriesOfTheContext() {
    ContextKey<String> key = ContextKey.named("key");
    Context extracted =
        propagator.extract(
            Context.root().with(key, "value"), Map.of("traceparent", VALID), CarrierGetter.ofMap());
    assertThat(extracted.get(key)).isEqualTo("value");
    assertThat(extracted.span().traceId()).isEqualTo(TRACE_ID);
  }

  @ParameterizedTest
  @CsvSource({"00,0", "01,1", "02,2", "03,3", "04,0", "f9,1", "fe,2", "ff,3"})
  void flags_unknownBits_areIgnored(String text, byte expected) {
    Context context = extract("00-" + TRACE_ID + "-" + PARENT_ID + "-" + text);
    assertThat(context.span().context().traceFlags()).isEqualTo(expected);
    assertThat(inject(context).get("traceparent")).endsWith("-0" + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "09", "0a", "9f", "a0", "cc", "fe"})
  void version_later_isReadLikeOursAndWrittenAsOurs(String version) {
    Context context = extract(version + VALID.substring(2) + "-more-to-come");
    assertThat(inject(context)).containsExactly(Map.entry("traceparent", VALID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "FE", "0A", "g0", "-0", "\u0660\u0660"})
  void version_malformed_isRefused(String version) {
    assertThat(extract(version + VALID.substring(2))).isSameAs(Context.root());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void traceparent_anyCharacterReplacedByAnythingElse_isRefused() {
    // 0 and f are left out: they are legal everywhere but at the dashes
    for (int i = 0; i < VALID.length(); i++) {
      for (int c = 0; c < 0x180; c++) {
        boolean legal =
            VALID.charAt(i) == '-' ? c == '-' : "0123456789abcdef".indexOf((char) c) >= 0;
        String changed = VALID.substring(0, i) + (char) c + VALID.substring(i + 1);
        Context context = extract(changed);
        assertThat(context.span().isValid()).as("<%s>", changed).isEqualTo(legal);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x130, 0x230, 0x6330, 0xff10, 0x661})
  void traceparent_charactersThatEndLikeDigits_areRefused(int c) {
    for (int i = 3; i < VALID.length(); i++) {
      assertThat(extract(VALID.substring(0, i) + (char) c + VALID.substring(i + 1)))
          .isSameAs(Context.root());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01"
      })
  void traceparent_zeroId_isRefused(String traceparent) {
    assertThat(extract(traceparent, "a=1")).isSameAs(Context.root());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-00000000000000000000000000000001-0000000000000001-01",
        "00-00000000000000010000000000000000-0000000100000000-01"
      })
  void traceparent_almostZeroIds_areTaken(String traceparent) {
    assertThat(inject(extract(traceparent))).containsEntry("traceparent", traceparent);
  }

  @Test
  void traceparent_pairsOfSurrogates_areRefused() {
    for (int at = 0; at + 2 <= VALID.length(); at++) {
      String pairs = "\uD83D\uDE00".repeat((VALID.length() - at) / 2);
      String header = VALID.substring(0, at) + pairs + "-".repeat((VALID.length() - at) % 2);
      assertThat(extract(header)).as(header).isSameAs(Context.root());
    }
    String id = "00-" + "\uD83D\uDE00".repeat(16) + "-" + "\uD83D\uDE00".repeat(8) + "-01";
    assertThat(extract(id)).isSameAs(Context.root());
  }

  @Test
  void traceparent_everyPrefix_isRefused() {
    for (int i = 0; i < VALID.length(); i++) {
      assertThat(extract(VALID.substring(0, i))).isSameAs(Context.root());
    }
    assertThat(propagator.refused()).isEqualTo(VALID.length());
  }

  @Test
  void tracestate_malformed_isDroppedAndCountedAlone() {
    Context context = extract(VALID, "a=1,B=2");
    assertThat(context.span().context().traceState()).isSameAs(TraceState.empty());
    assertThat(context.span().traceId()).isEqualTo(TRACE_ID);
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", " , \t,, "})
  void tracestate_withoutMembers_isNotCounted(String header) {
    assertThat(extract(VALID, header).span().context().traceState()).isSameAs(TraceState.empty());
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void tracestate_malformedTraceparent_isNotEvenRead() {
    List<String> read = new ArrayList<>();
    propagator.extract(
        Context.root(),
        Map.of("traceparent", "broken", "tracestate", "a=1"),
        (carrier, key) -> {
          read.add(key);
          return carrier.get(key);
        });
    assertThat(read).containsExactly("traceparent");
  }

  @Test
  void tracestate_wellFormed_isTheSameTextOnTheWayOut() {
    String header = new String("a=1,b=2");
    assertThat(inject(extract(VALID, header)).get("tracestate")).isSameAs(header);
  }

  @Test
  void tracestate_upToTheLimitOverAllHeaders_isKept() {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      headers.add(String.format(Locale.ROOT, "k%02d", i) + "k".repeat(252) + "=" + "v".repeat(254));
    }
    headers.add("last=1");
    // 16 * 510 characters, 6 and 16 commas
    assertThat(join(headers)).hasSize(8182);
    assertThat(extract(VALID, headers.toArray(new String[0])).span().context().traceState())
        .hasToString(join(headers));

    headers.set(16, "last=12345678901");
    assertThat(join(headers)).hasSize(8192);
    assertThat(extract(VALID, headers.toArray(new String[0])).span().context().traceState())
        .hasToString(join(headers));

    headers.set(16, "last=123456789012");
    assertThat(extract(VALID, headers.toArray(new String[0])).span().context().traceState())
        .isSameAs(TraceState.empty());
    assertThat(propagator.refused()).isEqualTo(1);
  }

  private static String join(List<String> headers) {
    return String.join(",", headers);
  }

  @Test
  void inject_invalidSpan_writesNothing() {
    assertThat(inject(Context.root())).isEmpty();
  }

  @Test
  void inject_emptyTraceState_writesTraceparentOnly() {
    assertThat(inject(extract(VALID))).containsExactly(Map.entry("traceparent", VALID));
  }

  @Test
  void inject_everySpanContext_isReadBackAsItWas() {
    long[] numbers = {1, -1, 0x8000_0000_0000_0000L, 0x0123_4567_89ab_cdefL, 0xffff_ffffL, 10};
    for (long high : numbers) {
      for (long low : numbers) {
        for (long spanId : numbers) {
          SpanContext id =
              SpanContext.of(high, low, spanId, (byte) 3, TraceState.parse("a=1"), true);
          Map<String, String> carrier = inject(Context.root().with(Span.of(id)));
          assertThat(carrier).containsEntry("tracestate", "a=1");
          assertThat(extract(carrier.get("traceparent"), "a=1").span().context()).isEqualTo(id);
        }
      }
    }
  }

  @Test
  void fields_areThoseWritten() {
    assertThat(propagator.fields()).containsExactly("traceparent", "tracestate");
    assertThat(inject(extract(VALID, "a=1"))).containsOnlyKeys(propagator.fields());
  }
}
