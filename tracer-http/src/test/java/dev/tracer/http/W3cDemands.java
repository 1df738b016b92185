// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.http.kit.PeerScript.Seen;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The 41 demands of the W3C's validation service (trace-context, {@code test/test.py}, level 2,
 * strict) over real HTTP: a traced server receives headers from a raw socket, its handler calls a
 * peer through a traced client, and the peer's view is checked. Tests bear the demands' names.
 */
abstract class W3cDemands extends W3cFixture {
  @Test
  void both_traceparent_and_tracestate_missing() {
    assertThat(traceId(callback())).hasSize(32);
  }

  @Test
  void traceparent_included_tracestate_missing() {
    assertContinues("traceparent: " + VALID);
  }

  @Test
  void traceparent_duplicated() {
    String first = "00-12345678901234567890123456789011-" + PARENT + "-01";
    assertThat(traceId(callback("traceparent: " + first, "traceparent: " + VALID)))
        .isNotIn("12345678901234567890123456789011", ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace-parent", "trace.parent"})
  void traceparent_header_name(String name) {
    assertRestarts(name + ": " + VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TraceParent", "TrAcEpArEnT", "TRACEPARENT"})
  void traceparent_header_name_valid_casing(String name) {
    assertContinues(name + ": " + VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "-what-the-future-will-be-like"})
  void traceparent_version_0x00(String rest) {
    assertRestarts("traceparent: " + VALID + rest);
  }

  @Test
  void traceparent_version_0xcc() {
    String future = "traceparent: cc-" + ID + "-" + PARENT + "-01";
    assertContinues(future);
    assertContinues(future + "-what-the-future-will-be-like");
    assertRestarts(future + ".what-the-future-will-be-like");
  }

  @Test
  void traceparent_version_0xff() {
    assertRestarts("traceparent: ff-" + ID + "-" + PARENT + "-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {".0", "0."})
  void traceparent_version_illegal_characters(String version) {
    assertRestarts("traceparent: " + version + "-" + ID + "-" + PARENT + "-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "0000"})
  void traceparent_version_too_long(String version) {
    assertRestarts("traceparent: " + version + "-" + ID + "-" + PARENT + "-01");
  }

  @Test
  void traceparent_version_too_short() {
    assertRestarts("traceparent: 0-" + ID + "-" + PARENT + "-01");
  }

  @Test
  void traceparent_trace_id_all_zero() {
    traceId(callback("traceparent: 00-" + "0".repeat(32) + "-" + PARENT + "-01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".2345678901234567890123456789012", "1234567890123456789012345678901."})
  void traceparent_trace_id_illegal_characters(String id) {
    assertThat(traceId(callback("traceparent: 00-" + id + "-" + PARENT + "-01"))).isNotEqualTo(id);
  }

  @Test
  void traceparent_trace_id_too_long() {
    String id = ID + "3";
    assertThat(traceId(callback("traceparent: 00-" + id + "-" + PARENT + "-01")))
        .isNotIn(id, id.substring(0, 32), id.substring(1));
  }

  @Test
  void traceparent_trace_id_too_short() {
    String id = ID.substring(1);
    assertThat(traceId(callback("traceparent: 00-" + id + "-" + PARENT + "-01"))).isNotEqualTo(id);
  }

  @Test
  void traceparent_parent_id_all_zero() {
    assertRestarts("traceparent: 00-" + ID + "-0000000000000000-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {".234567890123456", "123456789012345."})
  void traceparent_parent_id_illegal_characters(String id) {
    assertRestarts("traceparent: 00-" + ID + "-" + id + "-01");
  }

  @Test
  void traceparent_parent_id_too_long() {
    assertRestarts("traceparent: 00-" + ID + "-" + PARENT + "7-01");
  }

  @Test
  void traceparent_parent_id_too_short() {
    assertRestarts("traceparent: 00-" + ID + "-" + PARENT.substring(1) + "-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {".0", "0."})
  void traceparent_trace_flags_illegal_characters(String flags) {
    assertRestarts("traceparent: 00-" + ID + "-" + PARENT + "-" + flags);
  }

  @Test
  void traceparent_trace_flags_too_long() {
    assertRestarts("traceparent: 00-" + ID + "-" + PARENT + "-001");
  }

  @Test
  void traceparent_trace_flags_too_short() {
    assertRestarts("traceparent: 00-" + ID + "-" + PARENT + "-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\t ", " \t"})
  void traceparent_ows_handling(String space) {
    assertContinues("traceparent:" + space + VALID);
    assertContinues("traceparent: " + VALID + space);
    assertContinues("traceparent:" + space + VALID + space);
  }

  @Test
  void tracestate_included_traceparent_missing() {
    assertThat(state(callback("tracestate: foo=1"))).isEmpty();
    assertThat(state(callback("tracestate: foo=1,bar=2"))).isEmpty();
  }

  @Test
  void tracestate_included_traceparent_included() {
    assertThat(stateOf("tracestate: foo=1,bar=2")).containsExactly("foo=1", "bar=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace-state", "trace.state"})
  void tracestate_header_name(String name) {
    assertThat(stateOf(name + ": foo=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TraceState", "TrAcEsTaTe", "TRACESTATE"})
  void tracestate_header_name_valid_casing(String name) {
    assertThat(stateOf(name + ": foo=1")).containsExactly("foo=1");
  }

  @Test
  void tracestate_empty_header() {
    assertThat(stateOf("tracestate: ")).isEmpty();
    assertThat(stateOf("tracestate: foo=1", "tracestate: ")).containsExactly("foo=1");
    assertThat(stateOf("tracestate: ", "tracestate: foo=1")).containsExactly("foo=1");
  }

  @Test
  void tracestate_multiple_headers_different_keys() {
    assertThat(
            stateOf("tracestate: foo=1,bar=2", "tracestate: rojo=1,congo=2", "tracestate: baz=3"))
        .containsExactly("foo=1", "bar=2", "rojo=1", "congo=2", "baz=3");
  }

  @Test
  void tracestate_duplicated_keys() {
    assertThat(stateOf("tracestate: foo=1,foo=1")).contains("foo=1");
    assertThat(stateOf("tracestate: foo=1,foo=2")).containsAnyOf("foo=1", "foo=2");
    assertThat(stateOf("tracestate: foo=1", "tracestate: foo=1")).contains("foo=1");
    assertThat(stateOf("tracestate: foo=1", "tracestate: foo=2")).containsAnyOf("foo=1", "foo=2");
  }

  @Test
  void tracestate_all_allowed_characters() {
    String key = "0123456789abcdefghijklmnopqrstuvwxyz_-*/";
    StringBuilder value = new StringBuilder();
    for (char c = ' '; c <= '~'; c++) {
      if (c != ',' && c != '=') {
        value.append(c);
      }
    }
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    assertThat(stateOf("tracestate: " + letters + "=" + value))
        .containsExactly(letters + "=" + value);
    assertThat(stateOf("tracestate: " + key + "@a-z0-9_-*/=" + value))
        .containsExactly(key + "@a-z0-9_-*/=" + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo=1 \t , \t bar=2, \t baz=3",
        "foo=1\t \t,\t \tbar=2,\t \tbaz=3",
        " foo=1,bar=2,baz=3",
        "\tfoo=1,bar=2,baz=3",
        "foo=1,bar=2,baz=3 ",
        "foo=1,bar=2,baz=3\t",
        "\t foo=1,bar=2,baz=3 \t"
      })
  void tracestate_ows_handling(String value) {
    assertThat(stateOf("tracestate: " + value)).containsExactly("foo=1", "bar=2", "baz=3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo =1", "FOO=1", "foo.bar=1"})
  void tracestate_key_illegal_characters(String value) {
    assertThat(stateOf("tracestate: " + value)).isEmpty();
  }

  @Test
  void tracestate_key_illegal_vendor_format() {
    assertThat(stateOf("tracestate: foo@=1,bar=2")).contains("bar=2");
    assertThat(stateOf("tracestate: foo@@bar=1,bar=2")).contains("bar=2");
    assertThat(stateOf("tracestate: foo@bar@baz=1,bar=2")).contains("bar=2");
    assertThat(stateOf("tracestate: @foo=1,bar=2")).isEmpty();
  }

  @Test
  void tracestate_member_count_limit() {
    String ten = "bar01=01,bar02=02,bar03=03,bar04=04,bar05=05,bar06=06,bar07=07,bar08=08";
    String[] lines = {
      "tracestate: " + ten,
      "tracestate: " + ten.replace("bar0", "bar1"),
      "tracestate: " + ten.replace("bar0", "bar2"),
      "tracestate: " + ten.replace("bar0", "bar3")
    };
    assertThat(stateOf(lines)).hasSize(32).contains("bar01=01");
    lines[3] += ",bar39=09";
    assertThat(stateOf(lines)).doesNotContain("bar01=01");
  }

  @Test
  void tracestate_key_length_limit() {
    String longest = "z".repeat(256);
    assertThat(stateOf("tracestate: foo=1," + longest + "=1"))
        .containsExactly("foo=1", longest + "=1");
    assertThat(stateOf("tracestate: foo=1," + longest + "z=1")).isEmpty();
    for (String key :
        List.of(
            "t".repeat(241) + "@" + "v".repeat(14),
            "t".repeat(242) + "@v",
            "t@" + "v".repeat(15))) {
      assertThat(stateOf("tracestate: foo=1," + key + "=1")).containsExactly("foo=1", key + "=1");
    }
  }

  @Test
  void tracestate_value_illegal_characters() {
    assertThat(stateOf("tracestate: foo=bar=baz")).isEmpty();
    assertThat(stateOf("tracestate: foo=,bar=3")).isEmpty();
  }

  @Test
  void multiple_requests_with_valid_traceparent() {
    Set<String> parents = new HashSet<>();
    for (Seen seen : callbacks(3, "traceparent: " + VALID)) {
      assertThat(traceId(seen)).isEqualTo(ID);
      parents.add(parentId(seen));
    }
    assertThat(parents).hasSize(3);
  }

  @Test
  void multiple_requests_without_traceparent() {
    Set<String> parents = new HashSet<>();
    for (Seen seen : callbacks(3)) {
      parents.add(parentId(seen));
    }
    assertThat(parents).hasSize(3);
  }

  @Test
  void multiple_requests_with_illegal_traceparent() {
    Set<String> parents = new HashSet<>();
    String zero = "00-" + "0".repeat(32) + "-" + PARENT + "-01";
    for (Seen seen : callbacks(3, "traceparent: " + zero)) {
      parents.add(parentId(seen));
    }
    assertThat(parents).hasSize(3);
  }

  @Test
  void propagates_random_flag() {
    Seen seen = callback("traceparent: 00-" + ID + "-" + PARENT + "-02");
    assertThat(traceId(seen)).isEqualTo(ID);
    assertThat(parentId(seen)).isNotEqualTo(PARENT);
    assertThat(Integer.parseInt(checked(seen)[3], 16) & 2).isEqualTo(2);
  }
}
