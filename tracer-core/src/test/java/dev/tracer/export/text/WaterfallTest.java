// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import static dev.tracer.export.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFixture;
import dev.tracer.internal.SafeText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaterfallTest {
  private static final String DECLINED = "com.acme.payment.CardDeclinedException";

  /** A failed checkout through three services. */
  static List<SpanData> checkout() {
    String reason = "card declined by issuer (code 51)";
    return List.of(
        span("POST /checkout", 1, 0)
            .kind(SpanKind.SERVER)
            .micros(0, 182_000)
            .failed("shop.CheckoutException", "payment failed", true),
        span("load cart", 2, 1)
            .micros(1_200, 18_600)
            .event("cache miss", 1_900, Attributes.empty()),
        span("SELECT cart_items", 3, 2).kind(SpanKind.CLIENT).micros(2_400, 17_900),
        span("POST /v1/payments/{id}/charge", 4, 1)
            .kind(SpanKind.CLIENT)
            .micros(22_000, 148_000)
            .failed(DECLINED, reason, false),
        span("POST /v1/payments/{id}/charge", 5, 4)
            .kind(SpanKind.SERVER)
            .remoteParent()
            .service("payment")
            .micros(26_000, 145_000)
            .failed(DECLINED, reason, false),
        span("validate", 6, 5).service("payment").micros(26_100, 26_412),
        span("issuer.authorize", 7, 5)
            .kind(SpanKind.CLIENT)
            .service("payment")
            .micros(27_000, 143_000)
            .event("retry", 60_000, Attributes.empty())
            .event("retry", 101_000, Attributes.empty())
            .failed(DECLINED, reason, true),
        span("publish order-failed", 8, 1)
            .kind(SpanKind.PRODUCER)
            .micros(150_000, 164_240)
            .link(9, 0x77),
        span("audit", 9, 8)
            .kind(SpanKind.CONSUMER)
            .remoteParent()
            .service("audit-log")
            .micros(166_000, 179_000));
  }

  @Test
  void unicode_at80() {
    assertThat(render(checkout(), 80, Style.UNICODE))
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001 · 182 ms · 9 spans · 4 errors
            shop, payment, audit-log
            2026-01-01 12:00:00.000Z                       │0       │50 ms   │100 ms
            ✗ shop › POST /checkout                182 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            │ CheckoutException: payment failed
            ├ load cart                           17.4 ms  ┿━━╸
            │ │ cache miss @ 1.90 ms
            │ └ SELECT cart_items                 15.5 ms  ━━━╸
            ├ ✗ POST /v1/payments/{id}/charge      126 ms     ╺━━━━━━━━━━━━━━━━━━━━━━━
            │ └ ✗ payment › POST /v1/p…d}/charge   119 ms      ╺━━━━━━━━━━━━━━━━━━━━━╸
            │   ├ validate                         312 µs      ╺
            │   └ ✗ issuer.authorize               116 ms      ╺━━━━━┿━━━━━━━┿━━━━━━━
            │       CardDeclinedException: card declined by issuer (code 51)
            │       retry @ 60.0 ms · retry @ 101 ms
            └ publish order-failed                14.2 ms                             ━━━
              │ → 0af7651916cd43dd0000000000000009 span 0000000000000077
              └ audit-log › audit                 13.0 ms                                ━━╸
            """);
  }

  @Test
  void unicode_at120() {
    assertThat(render(checkout(), 120, Style.UNICODE))
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001 · 182 ms · 9 spans · 4 errors · shop, payment, audit-log
            2026-01-01 12:00:00.000Z                                │0               │50 ms            │100 ms          │150 ms
            ✗ shop › POST /checkout                         182 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            │ CheckoutException: payment failed
            ├ load cart                                    17.4 ms  ┿━━━━━━
            │ │ cache miss @ 1.90 ms
            │ └ SELECT cart_items                          15.5 ms  ╺━━━━━╸
            ├ ✗ POST /v1/payments/{id}/charge               126 ms         ╺━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸
            │ └ ✗ payment › POST /v1/payments/{id}/charge   119 ms           ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            │   ├ validate                                  312 µs           ╸
            │   └ ✗ issuer.authorize                        116 ms           ━━━━━━━━━━━━┿━━━━━━━━━━━━━┿━━━━━━━━━━━━━━╸
            │       CardDeclinedException: card declined by issuer (code 51)
            │       retry @ 60.0 ms · retry @ 101 ms
            └ publish order-failed                         14.2 ms                                                      ╺━━━━━
              │ → 0af7651916cd43dd0000000000000009 span 0000000000000077
              └ audit-log › audit                          13.0 ms                                                            ━━━━━
            """);
  }

  @Test
  void unicode_at200() {
    assertThat(render(checkout(), 200, Style.UNICODE))
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001 · 182 ms · 9 spans · 4 errors · shop, payment, audit-log
            2026-01-01 12:00:00.000Z                                │0             │20 ms          │40 ms          │60 ms          │80 ms          │100 ms        │120 ms         │140 ms         │160 ms
            ✗ shop › POST /checkout                         182 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            │ CheckoutException: payment failed
            ├ load cart                                    17.4 ms  ╺┿━━━━━━━━━━━━━
            │ │ cache miss @ 1.90 ms
            │ └ SELECT cart_items                          15.5 ms   ╺━━━━━━━━━━━━╸
            ├ ✗ POST /v1/payments/{id}/charge               126 ms                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸
            │ └ ✗ payment › POST /v1/payments/{id}/charge   119 ms                      ╺━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            │   ├ validate                                  312 µs                      ╺
            │   └ ✗ issuer.authorize                        116 ms                       ━━━━━━━━━━━━━━━━━━━━━━━━━━┿━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┿━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸
            │       CardDeclinedException: card declined by issuer (code 51)
            │       retry @ 60.0 ms · retry @ 101 ms
            └ publish order-failed                         14.2 ms                                                                                                                        ╺━━━━━━━━━━━
              │ → 0af7651916cd43dd0000000000000009 span 0000000000000077
              └ audit-log › audit                          13.0 ms                                                                                                                                     ━━━━━━━━━━━
            """);
  }

  @Test
  void unicode_at44_takesMoreLinesForTheHeader() {
    assertThat(render(checkout(), 44, Style.UNICODE))
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001
            182 ms · 9 spans · 4 errors
            shop, payment, audit-log
            2026-01-01 12:00:00.000Z      │0
            ✗ shop › POST …kout   182 ms  ━━━━━━━━━━━━━━
            │ CheckoutException: payment failed
            ├ load cart          17.4 ms  ┿╸
            │ │ cache miss @ 1.90 ms
            │ └ SELECT …t_items  15.5 ms  ━╸
            ├ ✗ POST /v…/charge   126 ms   ╺━━━━━━━━━╸
            │ └ ✗ payment › PO…   119 ms    ━━━━━━━━━╸
            │   ├ validate        312 µs    ╸
            │   └ ✗ issue…orize   116 ms    ━━┿━━┿━━━
            │       CardDeclinedExcept… issuer (code 51)
            │       retry @ 60.0 ms · retry @ 101 ms
            └ publish …r-failed  14.2 ms             ╺━
              │ → 0af7651916cd43dd00…an 0000000000000077
              └ audi…log › aud…  13.0 ms              ╺━
            """);
  }

  @Test
  void ascii_at80() {
    assertThat(render(checkout(), 80, Style.ASCII))
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001 - 182 ms - 9 spans - 4 errors
            shop, payment, audit-log
            2026-01-01 12:00:00.000Z                       |0       |50 ms   |100 ms
            ! shop > POST /checkout                182 ms  =================================
            | CheckoutException: payment failed
            + load cart                           17.4 ms  +===
            | | cache miss @ 1.90 ms
            | ` SELECT cart_items                 15.5 ms  ====
            + ! POST /v1/payments/{id}/charge      126 ms     ========================
            | ` ! payment > POST /v1/p~d}/charge   119 ms      =======================
            |   + validate                         312 us      =
            |   ` ! issuer.authorize               116 ms      ======+=======+=======
            |       CardDeclinedException: card declined by issuer (code 51)
            |       retry @ 60.0 ms - retry @ 101 ms
            ` publish order-failed                14.2 ms                             ===
              | > 0af7651916cd43dd0000000000000009 span 0000000000000077
              ` audit-log > audit                 13.0 ms                                ===
            """);
  }

  @Test
  void order_ofArrival_doesNotMatter() {
    String expected = render(checkout(), 100, Style.UNICODE);
    Random random = new Random(42);
    for (int i = 0; i < 20; i++) {
      List<SpanData> shuffled = new ArrayList<>(checkout());
      Collections.shuffle(shuffled, random);
      assertThat(render(shuffled, 100, Style.UNICODE)).isEqualTo(expected);
    }
  }

  @Test
  void color_addsNothingButColor() {
    String colored = render(checkout(), 100, Style.COLOR);

    assertThat(colored.replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo(render(checkout(), 100, Style.UNICODE));
    assertThat(colored).contains("\u001b[31m✗\u001b[0m").contains("\u001b[36mshop\u001b[0m");
  }

  @Test
  void color_isOffAtTheEndOfEachLine() {
    for (String line : lines(checkout(), 100, Style.COLOR)) {
      assertThat(line.lastIndexOf("\u001b[0m")).isEqualTo(line.lastIndexOf('\u001b'));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 57, 80, 100, 133, 200, 1000})
  void lines_fitTheWidthAndHaveNoTrailingSpace(int width) {
    for (Style style : List.of(Style.UNICODE, Style.ASCII)) {
      for (String line : lines(hostile(), width, style)) {
        assertThat(SafeText.cells(line)).as(line).isLessThanOrEqualTo(width);
        assertThat(line).doesNotEndWith(" ");
      }
    }
  }

  @Test
  void hostileTexts_leaveNeitherControlsNorNewLines() {
    String text = render(hostile(), 120, Style.UNICODE);

    assertThat(text.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl)).isTrue();
    assertThat(text.codePoints())
        .noneMatch(c -> c == 0x202E || c == 0x2028 || c == 0x2066 || c == 0xD800);
    assertThat(text.lines().filter(line -> line.startsWith("trace "))).hasSize(1);
  }

  @Test
  void ascii_isAsciiWhateverTheTexts() {
    String text = render(hostile(), 100, Style.ASCII);

    assertThat(text).contains("\\u65e5");
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
  }

  @Test
  void deepTrace_isDrawnToALevelAndNumberedFromThereOn() {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      spans.add(span("s" + i, i, i - 1).micros(i, 10_000 - i));
    }

    List<String> lines = lines(spans, 80, Style.UNICODE);

    assertThat(lines).hasSize(5_002);
    assertThat(lines.get(11)).startsWith("                └ s10 ");
    assertThat(lines.get(12)).startsWith("                  +1 s11 ");
    assertThat(lines.get(5_001)).startsWith("                  +4990 s5000");
  }

  @Test
  void wideCharacters_keepTheColumns() {
    List<String> lines =
        lines(
            List.of(
                span("購入する", 1, 0).micros(0, 1000),
                span("🛒 cart", 2, 1).micros(0, 500),
                span("e\u0301te\u0301", 3, 1).micros(0, 500)),
            80,
            Style.UNICODE);

    assertThat(lines.subList(2, 5))
        .containsExactly(
            "購入する                  1.00 ms  " + "━".repeat(45),
            "├ 🛒 cart                  500 µs  " + "━".repeat(22) + "╸",
            "└ e\u0301te\u0301                      500 µs  " + "━".repeat(22) + "╸");
  }

  @Test
  void negativeAndZeroDurations_areShown() {
    assertThat(
            lines(
                List.of(span("root", 1, 0).micros(5, 5), span("back", 2, 1).micros(5, 3)),
                80,
                Style.UNICODE))
        .containsExactly(
            "trace 0af7651916cd43dd0000000000000001 · 0 ns · 2 spans · shop",
            "2026-01-01 12:00:00.000Z            │0",
            "root                          0 ns  ╸",
            "└ back                    -2.00 µs  ╸");
  }

  @Test
  void error_thatPassedThrough_isToldOnceAtItsOrigin() {
    List<String> lines = lines(checkout(), 120, Style.UNICODE);

    assertThat(lines.stream().filter(line -> line.contains("CardDeclinedException"))).hasSize(1);
    assertThat(lines.stream().filter(line -> line.contains("✗"))).hasSize(4);
  }

  @Test
  void error_withoutException_tellsTheDescription() {
    assertThat(
            lines(
                List.of(span("root", 1, 0).status(StatusCode.ERROR, "no stock")),
                80,
                Style.UNICODE))
        .last()
        .isEqualTo("  no stock");
  }

  @Test
  void error_thatIsAStatus_isToldByTheHintAlone() {
    SpanFixture span =
        span("GET /cart", 1, 0)
            .kind(SpanKind.SERVER)
            .set("http.request.method", "GET")
            .set("http.response.status_code", 503L)
            .set("error.type", "503")
            .status(StatusCode.ERROR, null);

    assertThat(lines(List.of(span), 80, Style.UNICODE))
        .last()
        .asString()
        .startsWith("✗ GET /cart 503");
  }

  @Test
  void manyEventsAndLinks_areCounted() {
    SpanFixture span = span("root", 1, 0).dropped(1).link(1, 5).link(2, 6).link(3, 7);
    for (int i = 0; i < 6; i++) {
      span.event("e" + i, 100 * i, Attributes.empty());
    }

    assertThat(lines(List.of(span), 80, Style.UNICODE).subList(3, 5))
        .containsExactly(
            "  e0 @ 0 ns · e1 @ 100 µs · e2 @ 200 µs · 4 more events",
            "  → this trace span 0000000000000005 · 2 more links");
  }

  @Test
  void exceptionOfASpanThatCoped_isAnEvent() {
    SpanFixture span =
        span("root", 1, 0)
            .event(
                "exception",
                500,
                Attributes.of(
                    "exception.type", "java.io.IOException", "exception.message", "reset"));

    assertThat(lines(List.of(span), 80, Style.UNICODE))
        .last()
        .isEqualTo("  IOException: reset @ 500 µs");
  }

  @Test
  void eventsWithoutAName_areNoExceptions() {
    SpanFixture span =
        span("root", 1, 0)
            .event("", 500, Attributes.empty())
            .event("exception", 600, Attributes.empty());

    assertThat(lines(List.of(span), 80, Style.UNICODE))
        .last()
        .isEqualTo("  \"\" @ 500 µs · exception @ 600 µs");
  }

  @Test
  void services_thatDoNotFit_areElided() {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      spans.add(span("s", i, i - 1).service("service-" + i));
    }

    assertThat(lines(spans, 100, Style.UNICODE).subList(0, 2))
        .containsExactly(
            "trace 0af7651916cd43dd0000000000000001 · 1.00 ms · 30 spans",
            "service-1, service-2, service-3, service-4, servic…6, service-27,"
                + " service-28, service-29, service-30");
  }

  @Test
  void bars_ofChildren_lieInTheirParents() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int from = random.nextInt(9_000);
      int to = from + random.nextInt(1_000);
      List<String> lines =
          lines(
              List.of(
                  span("root", 1, 0).micros(0, 10_000),
                  span("parent", 2, 1).micros(from, to),
                  span("child", 3, 2).micros(from + (to - from) / 3, to - (to - from) / 3)),
              40 + random.nextInt(100),
              Style.UNICODE);
      String parent = lines.get(3).replaceAll("[╸╺]", "━");
      String child = lines.get(4).replaceAll("[╸╺]", "━");

      assertThat(child.indexOf('━')).isGreaterThanOrEqualTo(parent.indexOf('━'));
      assertThat(child.length())
          .isLessThanOrEqualTo(Math.max(parent.length(), child.indexOf('━') + 1));
    }
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "0, 100, ━━━━━━━━━━━━━━━━━━━━",
    "0, 50, ━━━━━━━━━━",
    "50, 100, '          ━━━━━━━━━━'",
    "53, 56, '          ╺╸'",
    "100, 100, '                   ╺'",
    "0, 0, ╸",
    "99, 100, '                   ╺'",
  })
  void bar_coversHalfACellAtLeast(int from, int to, String expected) {
    SpanData root = span("root", 1, 0).micros(0, 100);
    SpanData ten = span("ten", 2, 1).micros(0, 10);
    SpanData child = span("x", 3, 1).micros(from, to);

    assertThat(lines(List.of(root, ten, child), 55, Style.UNICODE))
        .contains("root                       100 µs  " + "━".repeat(20))
        .anyMatch(line -> line.matches("[├└] x .{29}  " + expected));
  }

  @ParameterizedTest(name = "{0} ns at {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0                   | 80 | 0",
        "100                 | 80 | 0,20 ns,40 ns,60 ns,80 ns",
        "182000000           | 80 | 0,50 ms,100 ms,150 ms",
        "2050000000          | 80 | 0,0.5 s,1 s,1.5 s",
        "999000              | 80 | 0,200 µs,400 µs,600 µs,800 µs",
        "100000000000        | 80 | 0,50 s",
        "7199000000000       | 80 | 0,50 min",
        "21600000000000      | 80 | 0,2 h,4 h",
        "4000000000000000000 | 80 | 0,500000 h",
      })
  void ticks_areRoundTimes(long nanos, int width, String expected) {
    assertThat(ticks(nanos, width)).isEqualTo(expected);
  }

  @Test
  void longestTimes_areDrawn() {
    List<SpanData> spans =
        List.of(
            span("long", 1, 0).micros(0, 7_400_000_000_000_000L),
            span("back", 2, 1).micros(7_400_000_000_000_000L, 0),
            span("over", 3, 1).micros(-10_900_000_000_000_000L, 7_400_000_000_000_000L));
    for (List<SpanData> trace : List.of(spans.subList(0, 2), spans)) {
      for (String line : lines(trace, 40, Style.UNICODE)) {
        assertThat(SafeText.cells(line)).isLessThanOrEqualTo(40);
      }
    }
  }

  @Test
  void ticks_neverOverlapNorStickOut() {
    for (long length = 1000; length < 4_000_000_000_000_000_000L; length = length * 3 + 1000) {
      for (int width = 40; width < 400; width += 7) {
        String line = axis(length, width);
        assertThat(line).hasSizeLessThanOrEqualTo(width).doesNotContainPattern("[^ ]│");
        assertThat(line).startsWith("2026-01-01 12:00:00.000Z ");
      }
    }
  }

  private static String axis(long nanos, int width) {
    List<String> lines = lines(List.of(span("x", 1, 0).nanos(nanos)), width, Style.UNICODE);
    return lines.get(lines.size() - 2);
  }

  private static String ticks(long nanos, int width) {
    String line = axis(nanos, width);
    return line.substring(line.indexOf('│') + 1).replaceAll(" *│", ",");
  }

  @Test
  void turkishLocale_changesNothing() {
    String expected = render(checkout(), 100, Style.UNICODE);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(render(checkout(), 100, Style.UNICODE)).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void hints_tellSpansOfOneNameApart() {
    List<SpanData> trace =
        List.of(
            span("GET /orders/{id}", 1, 0)
                .kind(SpanKind.SERVER)
                .set("http.request.method", "GET")
                .set("http.route", "/orders/{id}")
                .set("http.response.status_code", 200L),
            span("GET", 2, 1)
                .kind(SpanKind.CLIENT)
                .set("http.request.method", "GET")
                .set("url.full", "https://api.example.com/v1/items?secret=1#part")
                .set("http.response.status_code", 404L),
            span("GET", 3, 1)
                .kind(SpanKind.CLIENT)
                .set("http.request.method", "GET")
                .set("server.address", "stock"),
            span("GET", 4, 1)
                .kind(SpanKind.SERVER)
                .set("http.request.method", "GET")
                .set("url.path", "/health"),
            span("send", 5, 1)
                .kind(SpanKind.PRODUCER)
                .set("messaging.system", "kafka")
                .set("messaging.destination.name", "orders"),
            span("send orders", 6, 1)
                .kind(SpanKind.PRODUCER)
                .set("messaging.system", "kafka")
                .set("messaging.destination.name", "orders"),
            span("db", 7, 1)
                .kind(SpanKind.CLIENT)
                .set("db.system.name", "postgresql")
                .set("db.query.summary", "SELECT stock"),
            span("load", 8, 1)
                .kind(SpanKind.CLIENT)
                .set("db.system.name", "postgresql")
                .set("db.query.text", "  SELECT 1\n"));

    assertThat(lines(trace, 120, Style.UNICODE).subList(2, 10))
        .extracting(line -> line.replaceAll(" +1.00 ms .*", ""))
        .containsExactly(
            "GET /orders/{id} 200",
            "├ GET api.example.com/v1/items 404",
            "├ GET stock",
            "├ GET /health",
            "├ send orders",
            "├ send orders",
            "├ db SELECT stock",
            "└ load SELECT 1");
  }

  @Test
  void hint_withoutRoom_isElidedThenLeftOut() {
    SpanFixture span =
        span("GET", 1, 0)
            .kind(SpanKind.CLIENT)
            .set("http.request.method", "GET")
            .set("url.full", "https://a-very-long-host-name.example.com/and/a/very/long/path")
            .set("http.response.status_code", 200L);

    assertThat(lines(List.of(span), 60, Style.UNICODE))
        .last()
        .asString()
        .startsWith("GET a-very-long…ng/path 200  1.00 ms  ");
    assertThat(lines(List.of(span("a name of 22 characters", 1, 0), span), 50, Style.UNICODE))
        .allSatisfy(line -> assertThat(SafeText.cells(line)).isLessThanOrEqualTo(50));
  }

  @Test
  void siblingsThatAreAlike_areOneLine() {
    List<SpanData> trace = new ArrayList<>();
    trace.add(span("GET /cart", 1, 0).micros(0, 10_000));
    trace.add(span("load", 2, 1).micros(0, 9_000));
    for (int i = 0; i < 47; i++) {
      trace.add(query(10 + i, "SELECT item").micros(100 * i, 100 * i + 50));
      trace.add(span("map", 100 + i, 2).micros(100 * i + 50, 100 * i + 60));
    }
    trace.add(span("last", 3, 1).micros(9_000, 9_100));

    assertThat(render(trace, 80, Style.UNICODE))
        .isEqualTo(
            """
            trace 0af7651916cd43dd0000000000000001 · 10.0 ms · 97 spans · shop
            2026-01-01 12:00:00.000Z           │0       │2 ms    │4 ms    │6 ms    │8 ms
            GET /cart                 10.0 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
            ├ load                    9.00 ms  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╸
            │ ├ SELECT item × 47      2.35 ms  ━━━━━━━━━━━━━━━━━━━━━
            │ └ map × 47               470 µs  ━━━━━━━━━━━━━━━━━━━━━
            └ last                     100 µs                                          ╺
            """);
  }

  @Test
  void siblings_thatFailedOrHaveChildrenOrAreFew_areToldOneByOne() {
    List<SpanData> trace = new ArrayList<>();
    trace.add(span("root", 1, 0));
    for (int i = 0; i < 4; i++) {
      trace.add(query(10 + i, "SELECT a"));
      trace.add(query(20 + i, "SELECT a").status(StatusCode.ERROR, null));
      trace.add(span("parent", 30 + i, 1));
      trace.add(span("child", 40 + i, 30 + i));
      trace.add(query(50 + i, "SELECT b").service("s" + i));
    }
    for (int i = 0; i < 3; i++) {
      trace.add(query(60 + i, "SELECT c"));
    }

    List<String> lines = lines(trace, 80, Style.UNICODE);

    assertThat(lines.stream().filter(line -> line.contains("×"))).hasSize(1);
    assertThat(lines).hasSize(4 + 1 + 4 + 8 + 4 + 3); // four for the head
    assertThat(render(trace, 80, Style.ASCII)).contains("SELECT a x 4");
  }

  @Test
  void hintsOfFoldedSiblings_areWhatTheyBeginWith() {
    List<SpanData> trace = new ArrayList<>();
    trace.add(span("root", 1, 0));
    for (int i = 0; i < 5; i++) {
      trace.add(
          span("GET", 2 + i, 1)
              .kind(SpanKind.CLIENT)
              .set("http.request.method", "GET")
              .set("url.full", "http://stock/items/" + i));
    }

    assertThat(lines(trace, 100, Style.UNICODE))
        .last()
        .asString()
        .startsWith("└ GET stock/items/… × 5");
  }

  @Test
  void attributes_thatWereAskedFor_areToldBelow() {
    List<SpanData> trace =
        List.of(span("root", 1, 0).set("order.id", 42).set("user", "Ada L.\n").set("other", 1));

    assertThat(render(trace, 80, StandardCharsets.UTF_8, false, "user", "absent", "order.id"))
        .endsWith("\n  user=\"Ada L.\\n\" order.id=42\n");
  }

  private static SpanFixture query(int id, String name) {
    return span(name, id, name.equals("SELECT item") ? 2 : 1).kind(SpanKind.CLIENT);
  }

  private static List<SpanData> hostile() {
    String[] texts = {
      "a\nb\rc\td",
      "\u001b[31mred\u001b[2J\u0007",
      "\u202egnirts\u2066\u2028\u2029",
      "\ud800 lone",
      "日本語".repeat(50),
      "👩‍💻".repeat(50),
      "e" + "\u0301".repeat(500),
      "x".repeat(1_000_000),
      "",
    };
    List<SpanData> spans = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      spans.add(
          span(texts[i], i + 1, i)
              .service(texts[texts.length - 1 - i])
              .event(texts[i], 10, Attributes.empty())
              .link(i, i)
              .failed("t." + texts[i], texts[i], i % 2 == 0));
      spans.add(span(texts[i], 100 + i, 77).micros(-7_000_000_000L, 7_000_000_000L));
    }
    return spans;
  }

  private static List<String> lines(List<SpanData> trace, int width, Style style) {
    return render(trace, width, style).lines().toList();
  }

  private static String render(List<SpanData> trace, int width, Style style) {
    Charset charset = style == Style.ASCII ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8;
    return render(trace, width, charset, style == Style.COLOR);
  }

  private static String render(
      List<SpanData> trace, int width, Charset charset, boolean color, String... attributes) {
    Waterfall.Style style = new Waterfall.Style(width, charset, color, List.of(attributes));
    return Waterfall.render(trace, style, false);
  }

  private enum Style {
    UNICODE,
    ASCII,
    COLOR
  }
}
