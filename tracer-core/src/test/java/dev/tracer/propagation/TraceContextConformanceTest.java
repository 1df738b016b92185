// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Context;
import dev.tracer.Scope;
import dev.tracer.Span;
import dev.tracer.TraceState;
import dev.tracer.Tracer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The demands of the test suite of W3C Trace Context ({@code test/test.py}), each under its name
 * there: a request comes in, a service starts a span, and calls out from it.
 */
class TraceContextConformanceTest {
  private static final String TRACE_ID = "12345678901234567890123456789012";
  private static final String PARENT_ID = "1234567890123456";
  private static final String VALID = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";
  private static final String NOT_SAMPLED = "00-" + TRACE_ID + "-" + PARENT_ID + "-00";

  private final Tracer tracer = Tracer.builder("conformance").build();

  /** What the service sent. */
  private record Outgoing(String traceId, String parentId, int flags, TraceState state) {}

  /** Name, value, name, value ... as they come in. */
  private Outgoing call(String... headers) {
    return call(1, headers).get(0);
  }

  private List<Outgoing> call(int count, String... headers) {
    Map<String, List<String>> incoming = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.length; i += 2) {
      incoming.computeIfAbsent(headers[i], name -> new ArrayList<>()).add(headers[i + 1]);
    }
    List<Outgoing> calls = new ArrayList<>();
    Context remote = tracer.extract(incoming, CarrierGetter.ofMultiMap());
    try (Scope scope = remote.makeCurrent()) {
      tracer.run(
          "server",
          server -> {
            for (int i = 0; i < count; i++) {
              tracer.run("client", client -> calls.add(inject()));
            }
          });
    }
    return calls;
  }

  private Outgoing inject() {
    Map<String, List<String>> headers = new TreeMap<>();
    tracer.inject(headers, CarrierSetter.ofMultiMap());
    assertThat(headers.keySet()).isSubsetOf("traceparent", "tracestate");
    assertThat(headers.get("traceparent")).hasSize(1);
    String parent = headers.get("traceparent").get(0);
    assertThat(parent)
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]")
        .doesNotContain("-00000000000000000000000000000000-")
        .doesNotContain("-0000000000000000-");
    List<String> states = headers.getOrDefault("tracestate", List.of(""));
    assertThat(states).hasSize(1);
    TraceState state = TraceState.parse(states.get(0));
    assertThat(state.toString()).isEqualTo(states.get(0));
    return new Outgoing(
        parent.substring(3, 35), parent.substring(36, 52), parent.charAt(54) - '0', state);
  }

  private TraceState stateOf(String... states) {
    List<String> headers = new ArrayList<>(List.of("traceparent", NOT_SAMPLED));
    for (String state : states) {
      headers.addAll(List.of("tracestate", state));
    }
    Outgoing outgoing = call(headers.toArray(new String[0]));
    assertThat(outgoing.traceId).isEqualTo(TRACE_ID);
    return outgoing.state;
  }

  private void assertContinued(String traceparent) {
    Outgoing outgoing = call("traceparent", traceparent);
    assertThat(outgoing.traceId).isEqualTo(TRACE_ID);
    assertThat(outgoing.parentId).isNotEqualTo(PARENT_ID);
  }

  private void assertRestarted(String traceparent) {
    Outgoing outgoing = call("traceparent", traceparent, "tracestate", "foo=1");
    assertThat(outgoing.traceId).isNotEqualTo(TRACE_ID);
    assertThat(outgoing.state).isEqualTo(TraceState.empty());
  }

  @Nested
  class TraceContext {
    @Test
    void both_traceparent_and_tracestate_missing() {
      assertThat(call().state.isEmpty()).isTrue();
    }

    @Test
    void traceparent_included_tracestate_missing() {
      assertContinued(VALID);
    }

    @Test
    void traceparent_duplicated() {
      String first = "12345678901234567890123456789011";
      String traceparent = "00-" + first + "-1234567890123456-01";
      assertThat(call("traceparent", traceparent, "traceparent", VALID).traceId)
          .isNotIn(first, TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace-parent", "trace.parent"})
    void traceparent_header_name(String name) {
      assertThat(call(name, VALID).traceId).isNotEqualTo(TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TraceParent", "TrAcEpArEnT", "TRACEPARENT"})
    void traceparent_header_name_valid_casing(String name) {
      assertThat(call(name, VALID).traceId).isEqualTo(TRACE_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "-what-the-future-will-be-like"})
    void traceparent_version_0x00(String tail) {
      assertRestarted(VALID + tail);
    }

    @ParameterizedTest
    @CsvSource({"'',true", "-what-the-future,true", ".what-the-future,false"})
    void traceparent_version_0xcc(String tail, boolean valid) {
      String traceparent = "cc" + VALID.substring(2) + tail;
      if (valid) {
        assertContinued(traceparent);
      } else {
        assertRestarted(traceparent);
      }
    }

    @Test
    void traceparent_version_0xff() {
      assertRestarted("ff" + VALID.substring(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {".0", "0."})
    void traceparent_version_illegal_characters(String version) {
      assertRestarted(version + VALID.substring(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "0000"})
    void traceparent_version_too_long(String version) {
      assertRestarted(version + VALID.substring(2));
    }

    @Test
    void traceparent_version_too_short() {
      assertRestarted("0" + VALID.substring(2));
    }

    @Test
    void traceparent_trace_id_all_zero() {
      String zero = "0".repeat(32);
      assertThat(call("traceparent", "00-" + zero + "-" + PARENT_ID + "-01").traceId)
          .isNotEqualTo(zero);
    }

    @ParameterizedTest
    @ValueSource(strings = {".2345678901234567890123456789012", "1234567890123456789012345678901."})
    void traceparent_trace_id_illegal_characters(String traceId) {
      String traceparent = "00-" + traceId + "-" + PARENT_ID + "-01";
      assertThat(call("traceparent", traceparent).parentId).isNotEqualTo(PARENT_ID);
      assertRestarted(traceparent);
    }

    @Test
    void traceparent_trace_id_too_long() {
      String traceId = "123456789012345678901234567890123";
      assertThat(call("traceparent", "00-" + traceId + "-" + PARENT_ID + "-01").traceId)
          .isNotIn(traceId, traceId.substring(0, 32), traceId.substring(1));
    }

    @Test
    void traceparent_trace_id_too_short() {
      String traceId = "1234567890123456789012345678901";
      assertThat(call("traceparent", "00-" + traceId + "-" + PARENT_ID + "-01").traceId)
          .doesNotContain(traceId);
    }

    @Test
    void traceparent_parent_id_all_zero() {
      assertRestarted("00-" + TRACE_ID + "-0000000000000000-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {".234567890123456", "123456789012345."})
    void traceparent_parent_id_illegal_characters(String parentId) {
      assertRestarted("00-" + TRACE_ID + "-" + parentId + "-01");
    }

    @Test
    void traceparent_parent_id_too_long() {
      assertRestarted("00-" + TRACE_ID + "-12345678901234567-01");
    }

    @Test
    void traceparent_parent_id_too_short() {
      assertRestarted("00-" + TRACE_ID + "-123456789012345-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {".0", "0."})
    void traceparent_trace_flags_illegal_characters(String flags) {
      assertRestarted("00-" + TRACE_ID + "-" + PARENT_ID + "-" + flags);
    }

    @Test
    void traceparent_trace_flags_too_long() {
      assertRestarted("00-" + TRACE_ID + "-" + PARENT_ID + "-001");
    }

    @Test
    void traceparent_trace_flags_too_short() {
      assertRestarted("00-" + TRACE_ID + "-" + PARENT_ID + "-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "\t%s", "%s ", "%s\t", "\t %s \t"})
    void traceparent_ows_handling(String format) {
      assertContinued(String.format(format, VALID));
    }

    @Test
    void tracestate_included_traceparent_missing() {
      assertThat(call("tracestate", "foo=1").state).isEqualTo(TraceState.empty());
      assertThat(call("tracestate", "foo=1,bar=2").state).isEqualTo(TraceState.empty());
    }

    @Test
    void tracestate_included_traceparent_included() {
      assertThat(stateOf("foo=1,bar=2")).hasToString("foo=1,bar=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace-state", "trace.state"})
    void tracestate_header_name(String name) {
      assertThat(call("traceparent", VALID, name, "foo=1").state.get("foo")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TraceState", "TrAcEsTaTe", "TRACESTATE"})
    void tracestate_header_name_valid_casing(String name) {
      assertThat(call("traceparent", VALID, name, "foo=1").state.get("foo")).isEqualTo("1");
    }

    @Test
    void tracestate_empty_header() {
      assertThat(stateOf("").isEmpty()).isTrue();
      assertThat(stateOf("foo=1", "")).hasToString("foo=1");
      assertThat(stateOf("", "foo=1")).hasToString("foo=1");
    }

    @Test
    void tracestate_multiple_headers_different_keys() {
      assertThat(stateOf("foo=1,bar=2", "rojo=1,congo=2", "baz=3"))
          .hasToString("foo=1,bar=2,rojo=1,congo=2,baz=3");
    }

    @Test
    void tracestate_duplicated_keys() {
      assertThat(stateOf("foo=1,foo=1").get("foo")).isEqualTo("1");
      assertThat(stateOf("foo=1,foo=2").get("foo")).isIn("1", "2");
      assertThat(stateOf("foo=1", "foo=1").get("foo")).isEqualTo("1");
      assertThat(stateOf("foo=1", "foo=2").get("foo")).isIn("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@a-z0-9_-*/"})
    void tracestate_all_allowed_characters(String vendor) {
      String key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/" + vendor;
      StringBuilder value = new StringBuilder();
      for (char c = ' '; c <= '~'; c++) {
        if (c != ',' && c != '=') {
          value.append(c);
        }
      }
      assertThat(stateOf(key + "=" + value).get(key)).isEqualTo(value.toString());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        ignoreLeadingAndTrailingWhitespace = false,
        value = {
          "foo=1 \t , \t bar=2, \t baz=3|foo=1,bar=2,baz=3",
          "foo=1\t \t,\t \tbar=2,\t \tbaz=3|foo=1,bar=2,baz=3",
          " foo=1|foo=1",
          "\tfoo=1|foo=1",
          "foo=1 |foo=1",
          "foo=1\t|foo=1",
          "\t foo=1 \t|foo=1"
        })
    void tracestate_ows_handling(String header, String expected) {
      assertThat(stateOf(header)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo =1", "FOO=1", "foo.bar=1"})
    void tracestate_key_illegal_characters(String header) {
      assertThat(stateOf(header)).isEqualTo(TraceState.empty());
    }

    @ParameterizedTest
    @CsvSource({"foo@,true", "@foo,false", "foo@@bar,true", "foo@bar@baz,true"})
    void tracestate_key_illegal_vendor_format(String key, boolean valid) {
      TraceState state = stateOf(key + "=1,bar=2");
      assertThat(state.get(key)).isEqualTo(valid ? "1" : null);
      assertThat(state.get("bar")).isEqualTo(valid ? "2" : null);
    }

    @Test
    void tracestate_member_count_limit() {
      String[] headers = {members(1, 10), members(11, 20), members(21, 30), members(31, 32)};
      assertThat(stateOf(headers).size()).isEqualTo(32);
      assertThat(stateOf(headers).get("bar01")).isEqualTo("01");
      headers[3] = members(31, 33);
      assertThat(stateOf(headers).get("bar01")).isNull();
    }

    private String members(int from, int to) {
      List<String> members = new ArrayList<>();
      for (int i = from; i <= to; i++) {
        members.add(String.format(Locale.ROOT, "bar%02d=%02d", i, i));
      }
      return String.join(",", members);
    }

    @Test
    void tracestate_key_length_limit() {
      for (String key :
          List.of(
              "z".repeat(256),
              "t".repeat(241) + "@" + "v".repeat(14),
              "t".repeat(242) + "@v",
              "t@" + "v".repeat(15))) {
        assertThat(stateOf("foo=1", key + "=1")).hasToString("foo=1," + key + "=1");
      }
      assertThat(stateOf("foo=1", "z".repeat(257) + "=1").get("foo")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo=bar=baz", "foo=,bar=3"})
    void tracestate_value_illegal_characters(String header) {
      assertThat(stateOf(header)).isEqualTo(TraceState.empty());
    }
  }

  @Nested
  class Advanced {
    @Test
    void multiple_requests_with_valid_traceparent() {
      List<Outgoing> calls = call(3, "traceparent", VALID);
      assertThat(calls).allMatch(call -> call.traceId.equals(TRACE_ID));
      assertThat(parentIds(calls)).hasSize(3).doesNotContain(PARENT_ID);
    }

    @Test
    void multiple_requests_without_traceparent() {
      assertThat(parentIds(call(3))).hasSize(3);
    }

    @Test
    void multiple_requests_with_illegal_traceparent() {
      String zero = "0".repeat(32);
      List<Outgoing> calls = call(3, "traceparent", "00-" + zero + "-" + PARENT_ID + "-01");
      assertThat(calls).noneMatch(call -> call.traceId.equals(zero));
      assertThat(parentIds(calls)).hasSize(3);
    }

    private Set<String> parentIds(List<Outgoing> calls) {
      Set<String> ids = new HashSet<>();
      calls.forEach(call -> ids.add(call.parentId));
      return ids;
    }
  }

  @Nested
  class Level2 {
    @Test
    void propagates_random_flag() {
      Outgoing outgoing = call("traceparent", "00-" + TRACE_ID + "-" + PARENT_ID + "-02");
      assertThat(outgoing.traceId).isEqualTo(TRACE_ID);
      assertThat(outgoing.parentId).isNotEqualTo(PARENT_ID);
      assertThat(outgoing.flags & 2).isEqualTo(2);
    }
  }

  @Test
  void context_afterTheCalls_isTheOneBefore() {
    call("traceparent", VALID);
    assertThat(Span.current().isValid()).isFalse();
  }
}
