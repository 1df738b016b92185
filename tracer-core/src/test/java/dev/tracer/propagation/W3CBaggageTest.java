// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Baggage;
import dev.tracer.Baggage.Entry;
import dev.tracer.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class W3CBaggageTest {
  private final Propagator propagator = Propagator.baggage();

  private Baggage extract(String... headers) {
    Map<String, List<String>> carrier = Map.of("baggage", Arrays.asList(headers));
    return propagator.extract(Context.root(), carrier, CarrierGetter.ofMultiMap()).baggage();
  }

  /** The header; empty if there is none. */
  private String inject(Baggage baggage) {
    Map<String, String> carrier = new LinkedHashMap<>();
    propagator.inject(Context.root().with(baggage), carrier, CarrierSetter.ofMap());
    assertThat(carrier.keySet()).isSubsetOf("baggage");
    return carrier.getOrDefault("baggage", "");
  }

  private static String entries(int count) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add("k" + i + "=" + i);
    }
    return String.join(",", entries);
  }

  // the vectors of the specification and of its test suite

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      emptyValue = "",
      value = {
        "SomeKey=SomeValue|SomeKey|SomeValue|",
        "SomeKey \t = \t SomeValue \t |SomeKey|SomeValue|",
        "SomeKey=SomeValue=equals|SomeKey|SomeValue=equals|",
        "SomeKey=SomeValue;SomeProp|SomeKey|SomeValue|SomeProp",
        "SomeKey=SomeValue;SomePropKey=SomePropValue|SomeKey|SomeValue|SomePropKey=SomePropValue",
        "SomeKey \t = \t SomeValue \t ; \t SomeProp |SomeKey|SomeValue|SomeProp",
        "SomeKey=SomeValue;ValueProp = PropVal;P=%20|SomeKey|SomeValue|ValueProp = PropVal;P=%20",
        "SomeKey=%09%20%22%27%3B%3Dasdf%21%40%23%24%25%5E%26%2A%28%29"
            + "|SomeKey|\t \"';=asdf!@#$%^&*()|",
        "userId=Am%C3%A9lie|userId|Am\u00e9lie|",
        "k=%F0%9F%98%80|k|\ud83d\ude00|",
        "k=%c3%a9%C3%A9|k|\u00e9\u00e9|",
        "k=a+b|k|a+b|",
        "k=|k||",
        "k=;p|k||p",
        "k=v;|k|v|"
      })
  void extract_vector_givesKeyValueAndMetadata(
      String header, String key, String value, String metadata) {
    String expected = metadata == null ? "" : metadata;
    assertThat(extract(header))
        .containsExactly(new Entry(key, value == null ? "" : value, expected));
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void extract_key_isAnyTokenAndNotDecoded() {
    assertThat(extract("%41!#$&'*+-.^_`|~=v"))
        .containsExactly(new Entry("%41!#$&'*+-.^_`|~", "v", ""));
  }

  @Test
  void extract_severalEntriesAndHeaders_keepsTheirOrder() {
    assertThat(extract("b=1, a=2 ;p;q=r\t,c=3", "d=4").asMap())
        .containsExactly(
            Map.entry("b", "1"), Map.entry("a", "2"), Map.entry("c", "3"), Map.entry("d", "4"));
    assertThat(extract("a=2 ;p; q=r\t,c=3").metadata("a")).isEqualTo("p; q=r");
  }

  @Test
  void extract_keyTwice_lastWins() {
    assertThat(extract("a=1;m,b=2,a=3", "b=4"))
        .containsExactly(new Entry("a", "3", ""), new Entry("b", "4", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%FF", "%C3", "%E2%82", "%ED%A0%80", "%C0%80"})
  void extract_malformedUtf8_becomesReplacementCharacter(String value) {
    String decoded = extract("k=a" + value + "z").get("k");
    assertThat(decoded).startsWith("a\ufffd").endsWith("\ufffdz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%4g", "100%", "%%34", "%-1"})
  void extract_percentWithoutDigits_standsForItself(String value) {
    String expected = value.equals("%%34") ? "%4" : value;
    assertThat(extract("k=" + value).get("k")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "=1",
        " =1",
        ";p",
        "a;p=1",
        "a b=1",
        "a\u00e9=1",
        "a(=1",
        "a=1 2",
        "a=\"1\"",
        "a=1\\2",
        "a=\u00e9",
        "a=1;\"p\"",
        "a=1;p\u0000",
        "a=1;p\n",
        "a=\u0001",
        "a=\r\n",
        "a\t=\t\n"
      })
  void extract_malformedEntry_isLeftOutAloneAndCounted(String entry) {
    assertThat(extract("x=1," + entry + ",y=2").asMap())
        .containsExactly(Map.entry("x", "1"), Map.entry("y", "2"));
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", ", \t,,"})
  void extract_noEntries_leavesContextAsItIsAndIsNotCounted(String header) {
    Context context = Context.root().with(Baggage.of("before", "1"));
    Map<String, String> carrier = Map.of("baggage", header);
    assertThat(propagator.extract(context, carrier, CarrierGetter.ofMap())).isSameAs(context);
    assertThat(propagator.extract(context, Map.of(), CarrierGetter.ofMap())).isSameAs(context);
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void extract_baggage_replacesThatOfTheContext() {
    Context context = Context.root().with(Baggage.of("before", "1"));
    Map<String, String> carrier = Map.of("baggage", "a=1");
    assertThat(propagator.extract(context, carrier, CarrierGetter.ofMap()).baggage())
        .isEqualTo(Baggage.of("a", "1"));
  }

  @Test
  void extract_moreThan64Entries_leavesOutTheOthersOverAllHeaders() {
    assertThat(extract(entries(64)).size()).isEqualTo(64);
    assertThat(propagator.refused()).isZero();
    Baggage baggage = extract(entries(60), "a=1,b=2,c=3,d=4,e=5,f=6", "g=7");
    assertThat(baggage.size()).isEqualTo(64);
    assertThat(baggage.get("d")).isEqualTo("4");
    assertThat(baggage.get("e")).isNull();
    assertThat(propagator.refused()).isEqualTo(3);
  }

  @Test
  void extract_8192Bytes_isTheLimit() {
    String value = "v".repeat(8190);
    assertThat(extract("k=" + value).get("k")).isEqualTo(value);
    assertThat(propagator.refused()).isZero();
    assertThat(extract("k=" + value + "v").isEmpty()).isTrue();
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void extract_entryAcrossTheLimit_isLeftOutWholeWithTheRest() {
    String half = "v".repeat(4094);
    // a=... has 4096 bytes, the comma one, b=... must end 4095 behind it
    assertThat(extract("a=" + half + ",b=" + half.substring(1) + ",c=1").asMap())
        .containsOnlyKeys("a", "b");
    assertThat(propagator.refused()).isEqualTo(1);
    assertThat(extract("a=" + half + ",b=" + half + ",c=1").asMap()).containsOnlyKeys("a");
    assertThat(propagator.refused()).isEqualTo(2);
  }

  @Test
  void extract_limit_isOverAllHeaders() {
    String half = "v".repeat(4094);
    assertThat(extract("a=" + half, "b=" + half.substring(1)).asMap()).containsOnlyKeys("a", "b");
    assertThat(propagator.refused()).isZero();
    assertThat(extract("a=" + half, "b=" + half, "c=1").asMap()).containsOnlyKeys("a");
    assertThat(propagator.refused()).isEqualTo(2);
  }

  @Test
  void inject_nothing_writesNoHeader() {
    assertThat(inject(Baggage.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain|plain",
        "!#$&'()*+-./:<=>?@[]^_`{}~|!#$&'()*+-./:<=>?@[]^_`{}~",
        "a b|a%20b",
        "100%|100%25",
        "%20|%2520",
        "a,b;c\"d\\e|a%2Cb%3Bc%22d%5Ce",
        "\u0000\u007f|%00%7F",
        "\u00e9|%C3%A9",
        "\u20ac|%E2%82%AC",
        "\ud83d\ude00|%F0%9F%98%80",
        "\ud83d|?"
      })
  void inject_value_isPercentEncodedUtf8(String value, String expected) {
    assertThat(inject(Baggage.of("k", value))).isEqualTo("k=" + expected);
    assertThat(propagator.refused()).isZero();
  }

  @Test
  void inject_lineBreakInValue_isPercentEncoded() {
    assertThat(inject(Baggage.of("k", "\r\nSet-Cookie: x"))).isEqualTo("k=%0D%0ASet-Cookie:%20x");
  }

  @Test
  void inject_metadata_followsTheValueAsItIs() {
    Baggage baggage = Baggage.of("a", "1").with("b", "2", "p=%20; q").with("c", "", "r");
    assertThat(inject(baggage)).isEqualTo("a=1,b=2;p=%20; q,c=;r");
    assertThat(extract(inject(baggage))).isEqualTo(baggage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a,b", "a=b", "a;b", "\u00e9", "a\r\nb", "(a)", "a\u0000"})
  void inject_keyThatIsNoToken_isLeftOutAndCounted(String key) {
    assertThat(inject(Baggage.of(key, "1").with("ok", "2"))).isEqualTo("ok=2");
    assertThat(propagator.refused()).isEqualTo(1);
    assertThat(inject(Baggage.of(key, "1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b=1", "\r\n", "\u00e9", "\"p\"", "p\\", "\u0000", "\u007f"})
  void inject_illegalMetadata_leavesOutTheEntryAndCounts(String metadata) {
    assertThat(inject(Baggage.of("k", "1").with("k", "1", metadata).with("ok", "2")))
        .isEqualTo("ok=2");
    assertThat(propagator.refused()).isEqualTo(1);
  }

  @Test
  void inject_moreThan64Entries_leavesOutTheOthers() {
    Baggage baggage = Baggage.empty();
    for (int i = 0; i < 70; i++) {
      baggage = baggage.with("k" + i, String.valueOf(i));
    }
    assertThat(inject(baggage)).isEqualTo(entries(64));
    assertThat(propagator.refused()).isEqualTo(6);
  }

  @Test
  void inject_8192Bytes_isTheLimit() {
    String value = "v".repeat(8190);
    assertThat(inject(Baggage.of("k", value))).hasSize(8192);
    assertThat(propagator.refused()).isZero();
    assertThat(inject(Baggage.of("k", value + "v"))).isEmpty();
    assertThat(inject(Baggage.of("k", "\u00e9".repeat(1366)))).isEmpty();
    assertThat(propagator.refused()).isEqualTo(2);
  }

  @Test
  void inject_entryThatDoesNotFit_isLeftOutWhole() {
    Baggage baggage =
        Baggage.of("a", "1").with("big", "\u00e9".repeat(1400)).with("b", "2").with("c", "x,");
    assertThat(inject(baggage)).isEqualTo("a=1,b=2,c=x%2C");
    assertThat(propagator.refused()).isEqualTo(1);
  }

  /** What goes out is a legal header, and comes in as it was. */
  @Test
  void inject_randomBaggage_isLegalAndIsReadBack() {
    Random random = new Random(20_260_105);
    for (int n = 0; n < 3_000; n++) {
      Baggage baggage = Baggage.empty();
      for (int i = random.nextInt(6); i > 0; i--) {
        baggage =
            baggage.with(
                "k" + random.nextInt(8), text(random), random.nextInt(3) == 0 ? "p=1" : "");
      }
      String header = inject(baggage);
      assertThat(header).matches("[!-~&&[^\"\\\\]]*");
      if (!baggage.isEmpty()) {
        assertThat(extract(header)).isEqualTo(baggage);
      }
    }
    assertThat(propagator.refused()).isZero();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int bits = 1 + random.nextInt(20);
      int c = random.nextInt(1 << bits);
      text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? ' ' : c);
    }
    return text.toString();
  }

  /** Whatever comes in goes out as a legal header, and what was read once is read again. */
  @Test
  void extract_randomBytes_neverThrowsAndStaysTheSame() {
    Random random = new Random(20_260_106);
    String[] parts = {
      "a", "b", "=", ";", ",", "%", " ", "\t", "4", "Ff", "\"", "\\", "\r", "\u00e9", "a=1", ",b="
    };
    long entries = 0;
    for (int n = 0; n < 10_000; n++) {
      StringBuilder header = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        header.append(parts[random.nextInt(parts.length)]);
      }
      Baggage baggage = extract(header.toString());
      entries += baggage.size();
      String out = inject(baggage);
      assertThat(out).matches("[\t -~&&[^\"\\\\]]*");
      assertThat(extract(out)).isEqualTo(baggage);
    }
    assertThat(entries).isGreaterThan(2_000);
  }
}
