// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Texts that have too little room: where they break, and what gives way to what. */
@Tag("slow")
class PageTextsTest extends PageFixture {
  private static final String WORDY = "%032x".formatted(0x3a3d);

  @BeforeAll
  static void send() throws IOException {
    String attributes =
        """
        ,"attributes":[{"key":"user_agent.original","value":{"stringValue":"curl/8"}},\
        {"key":"http.request.header.content-type","value":{"stringValue":"text/plain"}},\
        {"key":"url.full","value":{"stringValue":"http://shop.example/products?page=1"}}]""";
    String longName = "com.example.department.project.module.Class.method".repeat(3);
    new Client(viewer.uri())
        .postJson(
            "/v1/traces",
            Requests.of(
                "recommendations",
                Requests.span(WORDY, 1, 0, "GET", 0, 100, attributes),
                Requests.span(WORDY, 2, 0, longName, 0, 100, "")));
  }

  @Test
  void narrowPicker_hidesWhatTheListHides() {
    browser.size(400, 800);
    open("compare/" + DemoTraces.SLOW);
    browser.see("tbody tr");
    assertThat(browser.script("return document.querySelector('th:nth-child(4)').offsetWidth"))
        .isEqualTo(0L);
  }

  @Test
  void narrowStatistics_showTimesWithoutScrolling() {
    browser.size(400, 800);
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    browser.type("s");
    browser.see("table[aria-label='Statistics by operation']");
    Object rights =
        browser.script(
            "return [...document.querySelectorAll('th')].filter(t => /^(Self|Critical)$/.test(t.textContent))"
                + ".map(t => t.getBoundingClientRect().right)");
    assertThat((List<?>) rights)
        .hasSize(2)
        .allSatisfy(right -> assertThat(((Number) right).doubleValue()).isLessThan(390));
    assertThat(broken("td .service")).isEmpty();
  }

  @Test
  void namesInDetails_breakBetweenWords() {
    for (int width : new int[] {400, 1280}) {
      browser.size(width, 800);
      open("trace/" + WORDY);
      browser.see(".details dl", "user_agent.original");
      assertThat(broken(".details dt")).as(width + " px").isEmpty();
    }
  }

  @Test
  void whatFollowsAShortName_isBesideIt() {
    open("trace/" + WORDY);
    browser.see(".row .subject", "http://shop");
    Object gap =
        browser.script(
            """
            const range = document.createRange();
            range.selectNodeContents(document.querySelector('.row .name'));
            return document.querySelector('.row .subject').getBoundingClientRect().left
              - range.getBoundingClientRect().right;""");
    assertThat(((Number) gap).doubleValue()).isBetween(0.0, 12.0);
  }

  @Test
  void longName_leavesTheServiceItsRoom() {
    open("trace/" + WORDY);
    browser.see(".row .name", "com.example");
    Object squeezed =
        browser.script(
            "return [...document.querySelectorAll('.row .service')].filter(s => s.scrollWidth > s.clientWidth).length");
    assertThat(squeezed).isEqualTo(0L);
  }

  @Test
  void lastTick_isSeenWhole() {
    for (int end : new int[] {51, 101, 201}) {
      open("trace/" + WORDY);
      browser.see(".ticks span");
      browser.script("page.trace.waterfall.zoom(0, " + end + "e5)");
      Object clipped =
          browser.script(
              """
              const edge = document.querySelector('.ticks').getBoundingClientRect().right;
              return [...document.querySelectorAll('.ticks span')]
                .filter(t => t.getBoundingClientRect().right > edge + 0.5).map(t => t.textContent);""");
      assertThat((List<?>) clipped).as(end + "").isEmpty();
    }
  }

  @Test
  void ticks_onANarrowScreen_doNotTouch() {
    browser.size(400, 800);
    for (int end : new int[] {120, 140, 160, 190, 210, 260, 510}) {
      open("trace/" + WORDY);
      browser.see(".ticks span");
      browser.script("page.trace.waterfall.zoom(0, " + end + "e3)");
      Object touching =
          browser.script(
              """
              const boxes = [...document.querySelectorAll('.ticks span')]
                .filter(t => t.textContent)
                .map(t => {
                  const range = document.createRange();
                  range.selectNodeContents(t);
                  return range.getBoundingClientRect();
                });
              return boxes.filter((box, i) => i && box.left < boxes[i - 1].right + 8).length;""");
      assertThat(touching).as(end + "").isEqualTo(0L);
    }
  }
}
