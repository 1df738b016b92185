// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/**
 * What few traces have and few people do: calls side by side, late answers, pages in background.
 */
@Tag("slow")
class PageEdgesTest extends PageFixture {
  private static final String PARALLEL = "%032x".formatted(0xba11e1);
  private static final String WITHOUT_ROOT = "%032x".formatted(0x0b1);

  /** Five calls at once, of which the third is the slowest and fails; a call after them. */
  private static String parallelCalls() {
    List<String> spans = new ArrayList<>();
    spans.add(Requests.span(PARALLEL, 1, 0, "page", 0, 100, ""));
    spans.add(Requests.span(PARALLEL, 2, 1, "all at once", 0, 55, ""));
    for (int i = 0; i < 5; i++) {
      boolean slowest = i == 2;
      String more = slowest ? ",\"status\":{\"code\":2,\"message\":\"refused\"}" : "";
      int end = slowest ? 55 : 50;
      spans.add(Requests.span(PARALLEL, 10 + i, 2, "fetch", 0, end, more));
    }
    spans.add(Requests.span(PARALLEL, 3, 1, "afterwards", 55, 100, ""));
    spans.add(Requests.span(PARALLEL, 4, 3, "write", 60, 95, ""));
    return Requests.of("edges", spans.toArray(String[]::new));
  }

  @BeforeAll
  static void send() throws IOException {
    Client client = new Client(viewer.uri());
    client.postJson("/v1/traces", parallelCalls());
    client.postJson(
        "/v1/traces",
        Requests.of("edges", Requests.span(WITHOUT_ROOT, 2, 1, "called by nobody", 0, 9, "")));
    client.postJson(
        "/v1/logs",
        """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"%s","spanId":"00000000000000aa",\
        "timeUnixNano":"1700000000000000000","body":{"stringValue":"of a span that has not come"}}]}]}]}"""
            .formatted(WITHOUT_ROOT));
  }

  @Test
  void flame_ofATraceWithoutRoot_isDrawn() {
    open("trace/" + WITHOUT_ROOT);
    browser.see(".row .name", "called by nobody");
    browser.script("page.trace.tab('flame')");
    browser.see(".flame .box", "called by nobody");
  }

  @Test
  void flame_ofCallsSideBySide_staysWithinTheirCaller() {
    open("trace/" + PARALLEL);
    browser.see(".row .name", "page");
    browser.script("page.trace.tab('flame')");
    browser.see(".flame .box", "fetch × 5");
    Object right =
        browser.script(
            "return [...document.querySelectorAll('.flame .box')].filter(b => /all|fetch/.test(b.textContent))"
                + ".map(b => Math.round(parseFloat(b.style.left) + parseFloat(b.style.width)))");
    assertThat((List<?>) right).asString().isEqualTo("[55, 55]");
    browser.see(".flame .box", "write");
  }

  @Test
  void foldedCalls_tellWhatOneOfThemHas() {
    open("trace/" + PARALLEL);
    browser.see(".row.failed .badge", "× 5");
    browser.click("#critical");
    browser.see(".row .badge", "× 5"); // the slowest is on the path, though not the first
    assertThat(browser.textOf(".row.selected")).isNotEmpty();
    browser.script("page.trace.search.value = 'refused'; page.trace.find()");
    browser.see(".row.hit .badge", "× 5");
  }

  @Test
  void logOfASpanThatHasNotCome_isShownAtTheMissingParent() {
    open("trace/" + WITHOUT_ROOT);
    browser.click(".row.missing .name", "missing parent");
    browser.see(".details .log", "of a span that has not come");
  }

  @Test
  void selection_isTheAddressOnceItRests() {
    open("trace/" + PARALLEL);
    browser.see(".row .name", "page");
    browser.click(".waterfall");
    browser.type(Keys.HOME);
    browser.type(Keys.ARROW_DOWN);
    browser.await("return location.hash.endsWith('/0000000000000002')");
  }

  @Test
  void answerThatComesLate_doesNotReplaceWhatIsShown() {
    open("");
    browser.see("#results tbody tr");
    browser.script(
        """
        const real = window.fetch;
        window.held = [];
        window.fetch = (...all) => String(all[0]).includes('/api/traces/')
          ? new Promise(done => held.push(() => done(real(...all)))) : real(...all);
        location.hash = '#/trace/%s';
        """
            .formatted(PARALLEL));
    browser.await("return held.length === 1");
    browser.script("location.hash = '#/'");
    browser.await(
        "return document.querySelector('#tabs a[aria-current]')?.dataset.view === 'list'");
    browser.script("held[0]()");
    browser.asyncScript( // the answer to a later request comes after that to the first
        """
        const done = arguments[0];
        loadTrace('%s').then(() => setTimeout(done, 50));
        held[1]();
        """
            .formatted(PARALLEL));
    assertThat(browser.script("return page.current + location.hash")).isEqualTo("list#/");
    browser.see("#results tbody tr");
  }

  @Test
  void pageInTheBackground_leavesItsConnectionToOthers() {
    open("");
    browser.see("#live.on");
    browser.script(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
            + "document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(browser.script("return events === null")).isEqualTo(true);
    browser.script("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    browser.await("return events !== null && events.readyState === EventSource.OPEN");
  }

  @Test
  void addressThatCannotBeRead_isSaid() {
    open("trace/%25");
    browser.see("[role=alert]");
    browser.script("location.hash = '#/trace/%'");
    browser.see("[role=alert]", "malformed");
    assertThat(browser.complaints()).isNotEmpty(); // of the answer to the first one
  }

  @Test
  void streamThatIsRefused_isAskedForAgain() {
    open("");
    browser.see("#live.on");
    assertThat(
            browser.script( // as after an answer other than 200
                "events.close(); events.onerror(); return live.className"))
        .isEqualTo("off");
    browser.see("#live.on");
  }

  @Test
  void axisOfALongTrace_hasRoundMinutesAndHours() {
    open("");
    for (String[] axis :
        new String[][] {
          {"600e9, 5", "0,2 min,4 min,6 min,8 min"},
          {"150e9, 6", "0,30 s,60 s,90 s,2 min"},
          {"5400e9, 4", "0,30 min,1 h"},
          {"86400e9, 5", "0,6 h,12 h,18 h"},
          {"864000e9, 5", "0,2 d,4 d,6 d,8 d"}
        }) {
      assertThat(browser.script("return tickTexts(axisTicks(0, " + axis[0] + ")).join()"))
          .isEqualTo(axis[1]);
    }
    assertThat(browser.script("return formatNanos(3 * 3600e9 + 60e9)")).isEqualTo("3 h 1 min");
  }

  @Test
  void timesThatCannotBe_areSaid() throws IOException {
    String id = "%032x".formatted(0xbac4);
    new Client(viewer.uri())
        .postJson(
            "/v1/traces",
            Requests.of(
                "edges",
                Requests.span(id, 1, 0, "root", 0, 50, ""),
                Requests.span(id, 2, 1, "backwards", 30, 20, "")));
    open("trace/" + id);
    browser.see(".note", "1 span ends before it begins");
    browser.click(".row .name", "backwards");
    browser.see(".details .note", "ends before it begins");
  }

  @Test
  void serviceWithoutAName_isCalledTheSameEverywhere() throws IOException {
    Client client = new Client(viewer.uri());
    String empty = "{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"\"}}]}";
    for (int i = 1; i <= 2; i++) {
      String span = Requests.span("%032x".formatted(0xa0a + i), 1, 0, "anonymous", 0, 9, "");
      String resource = i == 1 ? empty : "{}";
      client.postJson(
          "/v1/traces",
          "{\"resourceSpans\":[{\"resource\":"
              + resource
              + ",\"scopeSpans\":[{\"spans\":["
              + span
              + "]}]}]}");
    }
    open("");
    browser.see("#q").sendKeys("%032x".formatted(0xa0b));
    browser.see(".facts", "1 trace of");
    String listed = browser.textOf("#results .service");
    open("trace/" + "%032x".formatted(0xa0b));
    browser.see(".row .name", "anonymous");
    assertThat(browser.textOf(".row .service")).isEqualTo(listed);
    open("compare/" + "%032x".formatted(0xa0b));
    browser.see("tbody a", "anonymous");
  }

  @Test
  void comparisonOfEquals_saysSo() {
    open("compare/" + PARALLEL + "/" + PARALLEL);
    browser.see(".facts", "B takes as long as A");
  }

  @Test
  void axis_tellsMomentsApart() {
    open("");
    assertThat(browser.script("return tickTexts([1234e6, 1236e6, 1238e6]).join()"))
        .isEqualTo("1.234 s,1.236 s,1.238 s");
    assertThat(browser.script("return tickTexts([0, 5e8, 1e9]).join()")).isEqualTo("0,500 ms,1 s");
  }
}
