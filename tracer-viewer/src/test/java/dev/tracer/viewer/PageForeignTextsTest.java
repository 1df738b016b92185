// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Texts that somebody else chose: without end, from right to left, with signs that are not seen.
 */
@Tag("slow")
class PageForeignTextsTest extends PageFixture {
  private static final String ENDLESS = "%032x".formatted(0xf0e1);
  private static final String LEFTWARDS = "%032x".formatted(0xf0e2);
  private static final String LONG_NAME = "nameWithoutEnd".repeat(200);
  private static final String HEBREW = "\u05ea\u05e9\u05dc\u05d5\u05dd";
  private static final String ARABIC = "\u0645\u062a\u062c\u0631";

  @BeforeAll
  static void send() throws IOException {
    Client client = new Client(viewer.uri());
    client.postJson(
        "/v1/traces",
        Requests.of(
            LONG_NAME,
            Requests.span(ENDLESS, 1, 0, LONG_NAME, 0, 100, ""),
            Requests.span(ENDLESS, 2, 1, LONG_NAME, 0, 50, "")));
    client.postJson(
        "/v1/traces",
        Requests.of(
            ARABIC,
            Requests.span(LEFTWARDS, 1, 0, HEBREW, 0, 100, ""),
            Requests.span(LEFTWARDS, 2, 1, "pay \\u202etpecca\\u0007", 0, 50, ""),
            Requests.span(LEFTWARDS, 3, 1, "a\u200db", 50, 60, "")));
  }

  @Test
  void endlessNames_leaveRoomForTheRest() {
    for (int width : new int[] {400, 1280}) {
      browser.size(width, 800);
      for (String tab : List.of("waterfall", "statistics", "flame")) {
        open("trace/" + ENDLESS);
        browser.see("#view h1");
        browser.script("page.trace.tab('" + tab + "')");
        assertThat(height("#view h1")).as(tab + width).isLessThan(100);
        assertThat(height(".panel > *")).as(tab + width).isGreaterThan(20);
        assertThat(scrollsSideways()).as(tab + width).isFalse();
      }
      browser.script("page.trace.tab('waterfall')");
      browser.see(".row");
      open("compare/" + ENDLESS + "/" + LEFTWARDS);
      browser.see("table");
      assertThat(browser.script("return " + WIDEST, ".compare p, .compare a"))
          .as("compare" + width)
          .isEqualTo(0L);
      open("");
      browser.see("#q").sendKeys(ENDLESS);
      browser.see(".facts", "1 trace of");
      assertThat(height("#results tbody tr")).as("list" + width).isLessThan(100);
    }
  }

  /** How many elements that the selector finds reach over the right edge of the page. */
  private static final String WIDEST =
      "[...document.querySelectorAll(arguments[0])].filter(e => [...e.getClientRects()]"
          + ".some(r => r.right > innerWidth)).length";

  private static double height(String selector) {
    Object height =
        browser.script(
            "return document.querySelector(arguments[0]).getBoundingClientRect().height", selector);
    return ((Number) height).doubleValue();
  }

  private static boolean scrollsSideways() {
    return (Boolean) browser.script("return document.documentElement.scrollWidth > innerWidth");
  }

  @Test
  void listBesideEndlessNames_keepsWordsOfOthersWhole() {
    open("");
    browser.see("#results tbody tr");
    assertThat(broken(".services"))
        .allSatisfy(word -> assertThat((String) word).hasSizeGreaterThan(20));
  }

  @Test
  void namesFromRightToLeft_stayBeforeAndBehindTheirSign() {
    open("trace/" + LEFTWARDS);
    browser.see("#view h1", HEBREW);
    assertThat(isLeftOf("#view h1", ARABIC, HEBREW)).isTrue();
    open("");
    browser.see("#q").sendKeys(LEFTWARDS);
    browser.see(".facts", "1 trace of");
    assertThat(isLeftOf("#results tbody a", ARABIC, HEBREW)).isTrue();
  }

  private static boolean isLeftOf(String selector, String first, String second) {
    return (Boolean)
        browser.script(
            """
            const left = (word) => {
              const texts = document.createTreeWalker(document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                const at = texts.currentNode.data.indexOf(word);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(texts.currentNode, at);
                range.setEnd(texts.currentNode, at + word.length);
                return range.getBoundingClientRect().left;
              }
            };
            return left(arguments[1]) < left(arguments[2]);""",
            selector,
            first,
            second);
  }

  @Test
  void signsThatAreNotSeen_areShownAsOnATerminal() {
    open("trace/" + LEFTWARDS);
    browser.see(".row .name", "pay \\u202etpecca\\u0007");
    browser.see(".row .name", "a\u200db");
    browser.click(".row .name", "pay");
    browser.see(".details h2", "pay \\u202etpecca\\u0007");
  }
}
