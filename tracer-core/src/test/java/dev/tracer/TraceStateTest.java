// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceStateTest {
  private static String members(int count) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add("k" + i + "=" + i);
    }
    return String.join(",", members);
  }

  private static String longMembers(int count) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add("k" + i + "=" + "v".repeat(256));
    }
    return String.join(",", members);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {",", " ", "\t,, \t"})
  void parse_nothing_isEmpty(String header) {
    assertThat(TraceState.parse(header)).isSameAs(TraceState.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1", "0=~", "a= 1", "a= b  c", "ot=th:8", "a=1,b=2,a=3", "a@b*/-_=!"})
  void parse_normalHeader_keepsTheVeryText(String header) {
    TraceState before = TraceState.parse("before=1"); // an equal one that was read last would be it
    assertThat(before.size()).isOne();

    assertThat(TraceState.parse(header).toString()).isSameAs(header);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " a=1|a=1",
        "a=1 |a=1",
        "a=1\t |a=1",
        "a=1 ,b=2|a=1,b=2",
        "a=1,\t b= 2\t|a=1,b= 2",
        ",a=1|a=1",
        "a=1,|a=1",
        "a=1,, ,b=2,|a=1,b=2"
      })
  void parse_whiteSpaceAndEmptyMembers_areLeftOut(String header, String expected) {
    assertThat(TraceState.parse(header)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "=1",
        "a=",
        "a= ",
        "a=\t",
        "a=1=2",
        "a==",
        "A=1",
        "aB=1",
        "a b=1",
        "a\t=1",
        "a =1",
        "_a=1",
        "-a=1",
        "*a=1",
        "/a=1",
        "@a=1",
        "a.b=1",
        "a=\t1",
        "a=1\t2",
        "a=1\r",
        "a=1\n",
        "a=\u0000",
        "a=\u007f",
        "a=\u0080",
        "a=\u00e9",
        "\u00e9=1",
        "a=\ud83d\ude00",
        "\u0161=1"
      })
  void parse_oneMalformedMember_dropsAll(String member) {
    assertThat(TraceState.parse(member)).isSameAs(TraceState.empty());
    assertThat(TraceState.parse("x=1," + member)).isSameAs(TraceState.empty());
    assertThat(TraceState.parse(member + ",x=1")).isSameAs(TraceState.empty());
  }

  @Test
  void parse_lengthLimits_areInclusive() {
    String longest = "k".repeat(256) + "=" + "v".repeat(256);
    assertThat(TraceState.parse(longest)).hasToString(longest);
    assertThat(TraceState.parse("x=1, " + longest + " ")).hasToString("x=1," + longest);
    assertThat(TraceState.parse("k" + longest).isEmpty()).isTrue();
    assertThat(TraceState.parse(longest + "v").isEmpty()).isTrue();
    assertThat(TraceState.parse(longest + "v,x=1").isEmpty()).isTrue();
  }

  @Test
  void parse_memberLimit_isInclusive() {
    assertThat(TraceState.parse(members(32)).size()).isEqualTo(32);
    assertThat(TraceState.parse(members(33)).isEmpty()).isTrue();
    assertThat(TraceState.parse("," + members(32) + ", ,").size()).isEqualTo(32);
  }

  @Test
  void parse_beyondSizeLimit_isEmpty() {
    String padding = " ".repeat(8192 - 3);
    assertThat(TraceState.parse(padding + "a=1")).hasToString("a=1");
    assertThat(TraceState.parse(padding + " a=1").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"a,1", "b,2 2", "c,3", "abc,4"})
  void get_presentKey_givesValue(String key, String value) {
    assertThat(TraceState.parse("a=1,b=2 2,abc=4,c=3").get(key)).isEqualTo(value);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"ab", "bc", "d", "1", "a=1", "a=1,b", "=", ","})
  void get_absentOrMalformedKey_givesNull(String key) {
    assertThat(TraceState.parse("a=1,b=2,abc=4").get(key)).isNull();
  }

  @Test
  void get_keyTwice_givesTheLeftValue() {
    assertThat(TraceState.parse("a=1,b=2,a=3").get("a")).isEqualTo("1");
  }

  @Test
  void with_newKey_goesToTheLeft() {
    assertThat(TraceState.empty().with("a", "1")).hasToString("a=1");
    assertThat(TraceState.parse("a=1,b=2").with("c", "3")).hasToString("c=3,a=1,b=2");
  }

  @Test
  void with_presentKey_movesToTheLeft() {
    assertThat(TraceState.parse("a=1,b=2,c=3").with("b", "4")).hasToString("b=4,a=1,c=3");
    assertThat(TraceState.parse("b=1,a=2,b=3").with("b", "4")).hasToString("b=4,a=2");
    assertThat(TraceState.parse("a=1").with("a", "1")).hasToString("a=1");
  }

  @Test
  void with_fullState_dropsTheRightMost() {
    TraceState full = TraceState.parse(members(32));
    assertThat(full.with("new", "1").size()).isEqualTo(32);
    assertThat(full.with("new", "1")).hasToString("new=1," + members(31));
    assertThat(full.with("k31", "1")).hasToString("k31=1," + members(31));
  }

  @Test
  void with_longState_dropsFromTheRightUntilItCanBeParsed() {
    TraceState state = TraceState.empty();
    for (int i = 0; i < 32; i++) {
      state = state.with("k" + i, "v".repeat(256));
      assertThat(TraceState.parse(state.toString())).isEqualTo(state);
    }
    assertThat(state.get("k31")).isNotNull();
    assertThat(state.get("k0")).isNull();
    assertThat(state.toString().length()).isBetween(8192 - 260, 8192);
  }

  @Test
  void with_longState_dropsMembersOfMoreThan128CharactersFirst() {
    String shortOnes = ",s=" + "v".repeat(126) + ",t=1";
    TraceState state = TraceState.parse(longMembers(29) + shortOnes);
    String fits = "n".repeat(256);
    String key = "n".repeat(200);

    assertThat(state.size()).isEqualTo(31);
    assertThat(state.with("n", fits)).hasToString("n=" + fits + "," + longMembers(29) + shortOnes);
    assertThat(state.with(key, fits))
        .hasToString(key + "=" + fits + "," + longMembers(29) + shortOnes);
    assertThat(state.with(key + key.substring(144), fits))
        .hasToString(key + key.substring(144) + "=" + fits + "," + longMembers(28) + shortOnes);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"A", "_", "a b", "a=", "a,b=1,c", "\u00e9", "a\n"})
  void with_malformedKey_changesNothing(String key) {
    TraceState state = TraceState.parse("a=1");
    assertThat(state.with(key, "1")).isSameAs(state);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "1 ", "1,b=2", "=", "\t1", "\r\n", "\u00e9"})
  void with_malformedValue_changesNothing(String value) {
    TraceState state = TraceState.parse("a=1");
    assertThat(state.with("a", value)).isSameAs(state);
  }

  @Test
  void with_tooLong_changesNothing() {
    TraceState state = TraceState.parse("a=1");
    assertThat(state.with("k".repeat(256), "v".repeat(256)).size()).isEqualTo(2);
    assertThat(state.with("k".repeat(257), "v")).isSameAs(state);
    assertThat(state.with("k", "v".repeat(257))).isSameAs(state);
  }

  @Test
  void without_presentKey_removesAllOfIt() {
    TraceState state = TraceState.parse("a=1,b=2,a=3,c=4");
    assertThat(state.without("a")).hasToString("b=2,c=4");
    assertThat(state.without("c")).hasToString("a=1,b=2,a=3");
    assertThat(TraceState.parse("a=1").without("a")).isSameAs(TraceState.empty());
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"b", "a=1", "A"})
  void without_absentKey_isTheSame(String key) {
    TraceState state = TraceState.parse("a=1,c=2");
    assertThat(state.without(key)).isSameAs(state);
  }

  @Test
  void forEach_goesFromLeftToRight() {
    Map<String, String> seen = new LinkedHashMap<>();
    TraceState.parse("b= 2,a=1,c@=x:y").forEach(seen::put);
    assertThat(seen)
        .containsExactly(Map.entry("b", " 2"), Map.entry("a", "1"), Map.entry("c@", "x:y"));
    TraceState.empty().forEach((key, value) -> assertThat(key).isNull());
  }

  @Test
  void size_countsMembers() {
    assertThat(TraceState.empty().size()).isZero();
    assertThat(TraceState.empty().isEmpty()).isTrue();
    assertThat(TraceState.parse("a=1").size()).isEqualTo(1);
    assertThat(TraceState.parse("a=1,b=2").size()).isEqualTo(2);
    assertThat(TraceState.parse("a=1,b=2").isEmpty()).isFalse();
  }

  @Test
  void equals_dependsOnMembersAndOrder() {
    assertThat(TraceState.parse(" a=1, b=2"))
        .isEqualTo(TraceState.parse("a=1,b=2"))
        .hasSameHashCodeAs(TraceState.parse("a=1,b=2"))
        .isNotEqualTo(TraceState.parse("b=2,a=1"))
        .isNotEqualTo("a=1,b=2");
  }

  /** Any text, mostly of characters that matter, against the rules written in another way. */
  @Test
  void parse_randomText_agreesWithTheGrammar() {
    Random random = new Random(20_260_101);
    String[] parts = {
      "a", "0", "_", "@", "=", "=", ",", ",", " ", "\t", ";", "A", "~", "\u00e9", "a=1"
    };
    int valid = 0;
    for (int n = 0; n < 10_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(9); i > 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      String expected = parseByGrammar(text.toString());
      TraceState state = TraceState.parse(text.toString());
      assertThat(state.toString()).as("<%s>", text).isEqualTo(expected);
      valid += state.isEmpty() ? 0 : 1;
    }
    assertThat(valid).isGreaterThan(200);
  }

  private static String parseByGrammar(String header) {
    List<String> members = new ArrayList<>();
    for (String part : header.split(",")) {
      String member = part.replaceAll("^[ \t]+|[ \t]+$", "");
      if (member.isEmpty()) {
        continue;
      }
      if (!member.matches("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -~&&[^,=]]{0,255}[!-~&&[^,=]]")) {
        return "";
      }
      members.add(member);
    }
    return members.size() > 32 ? "" : String.join(",", members);
  }

  /** Whatever is done to it, a state can be written and read again, and get tells what with did. */
  @Test
  void operations_inRandomOrder_keepTheStateWellFormed() {
    Random random = new Random(20_260_102);
    TraceState state = TraceState.empty();
    for (int n = 0; n < 2_000; n++) {
      String key = "k" + random.nextInt(40);
      if (random.nextInt(4) == 0) {
        state = state.without(key);
        assertThat(state.get(key)).isNull();
      } else {
        String value = "v".repeat(1 + random.nextInt(256));
        state = state.with(key, value);
        assertThat(state.toString()).startsWith(key + "=" + value);
        assertThat(state.get(key)).isEqualTo(value);
      }
      assertThat(TraceState.parse(state.toString())).isEqualTo(state);
      assertThat(state.size()).isBetween(0, 32);
    }
  }
}
