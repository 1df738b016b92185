// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What the page must say: what was refused, lost or left out, and what has come since. */
@Tag("slow")
class PageNewsTest extends PageFixture {
  @Test
  void searchThatIsRefused_showsTheReasonAlone() {
    open("");
    browser.see("#q").sendKeys("trace-that-is-nowhere");
    browser.see(".empty", "No trace matches");
    browser.script(
        """
        const real = window.fetch;
        window.fetch = (path, ...more) => String(path).includes("minMs")
          ? Promise.resolve(new Response("minMs is refused", { status: 400 })) : real(path, ...more);""");
    browser.see("input[name=minMs]").sendKeys("7");
    browser.see("[role=status]", "minMs is refused");
    assertThat(browser.text()).doesNotContain("No trace matches");
    browser.see("input[name=minMs]").sendKeys(Keys.BACK_SPACE);
    browser.see(".empty", "No trace matches");
  }

  @Test
  void logLinesThatComeLater_areOffered() throws IOException {
    String id = "%032x".formatted(0x1065);
    Client client = new Client(viewer.uri());
    client.postJson("/v1/traces", Requests.of("late", Requests.span(id, 1, 0, "only", 0, 9, "")));
    client.postJson("/v1/logs", logLine(id, "before"));
    open("trace/" + id);
    browser.see("#live.on");
    browser.see(".details .log", "before");
    client.postJson("/v1/logs", logLine(id, "after"));
    browser.click(".more button", "Show 1 more log line");
    browser.see(".details .log", "after");
    browser.await("return !document.querySelector('.more button')");
  }

  @Test
  void differentSpansWithOneId_areTold() throws IOException {
    String id = "%032x".formatted(0x1066);
    Client client = new Client(viewer.uri());
    client.postJson("/v1/traces", Requests.of("one", Requests.span(id, 1, 0, "first", 0, 9, "")));
    client.postJson("/v1/traces", Requests.of("one", Requests.span(id, 1, 0, "other", 5, 9, "")));
    open("trace/" + id);
    browser.see(".note", "1 span left out, with the id of another one");
  }

  @Test
  void map_countsMessagesApartFromCalls() throws IOException {
    String id = "%032x".formatted(0x1067);
    Client client = new Client(viewer.uri());
    client.postJson("/v1/traces", Requests.of("asks", Requests.span(id, 1, 0, "page", 0, 100, "")));
    String consumed = Requests.span(id, 3, 1, "count", 10, 20, "");
    client.postJson(
        "/v1/traces",
        Requests.of(
            "answers",
            Requests.span(id, 2, 1, "GET", 10, 20, ""),
            consumed.replace("\"kind\":1", "\"kind\":5")));
    String told = Requests.span(id, 4, 1, "mail", 10, 50, ",\"status\":{\"code\":2}");
    client.postJson("/v1/traces", Requests.of("hears", told.replace("\"kind\":1", "\"kind\":5")));
    open("map");
    browser.see("h1", "Service map");
    String rows =
        (String)
            browser.script(
                """
                return [...document.querySelectorAll("tbody tr")].map((row) =>
                  [...row.cells].map((cell) => cell.textContent).join("|")).join(" ");""");
    assertThat(rows)
        .contains("asks|answers|1|1||10 ms|10 ms")
        .contains("asks|hears||1|1|40 ms|40 ms");
    assertThat(browser.text()).contains("1 call, 1 message", "1 message, 1 failed");
  }

  @Test
  void map_isLive_andStaysWhereItWasScrolledTo() throws IOException {
    try (Viewer growing = Viewer.start()) {
      Client client = new Client(growing.uri());
      for (int i = 1; i <= 20; i++) {
        sendCall(client, i, "caller " + i);
      }
      browser.open(growing.uri().resolve("/#/map"));
      browser.see("svg .node");
      browser.see("#live.on");
      browser.script(
          """
          const region = document.querySelector(".map .scroll[aria-label='Calls between services']");
          region.focus();
          document.querySelector(".map").scrollTop = 400;""");
      sendCall(client, 21, "who came late");
      browser.await("return document.querySelector('.map')?.textContent.includes('who came late')");
      assertThat(
              browser.script(
                  """
                  return document.activeElement.getAttribute("aria-label") + " "
                    + document.querySelector(".map").scrollTop;"""))
          .isEqualTo("Calls between services 400");
      open("");
    }
  }

  private static void sendCall(Client client, int id, String caller) throws IOException {
    String trace = "%032x".formatted(id);
    client.postJson(
        "/v1/traces", Requests.of(caller, Requests.span(trace, 1, 0, "page", 0, 100, "")));
    client.postJson(
        "/v1/traces", Requests.of("answers", Requests.span(trace, 2, 1, "GET", 10, 20, "")));
  }

  private static String logLine(String trace, String text) {
    return """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"%s","spanId":"0000000000000001",\
        "timeUnixNano":"1700000000000000000","body":{"stringValue":"%s"}}]}]}]}"""
        .formatted(trace, text);
  }

  @Test
  void lostTracesAndSpans_areTold() throws IOException {
    try (Viewer small = Viewer.builder().maxBytes(1 << 20).start()) {
      Client client = new Client(small.uri());
      String large =
          ",\"attributes\":[{\"key\":\"text\",\"value\":{\"stringValue\":\""
              + "x".repeat(400_000)
              + "\"}}]";
      for (int i = 1; i <= 4; i++) {
        String trace = "%032x".formatted(i);
        client.postJson(
            "/v1/traces",
            Requests.of(
                "large",
                Requests.span(trace, 1, 0, "first", 0, 9, large),
                Requests.span(trace, 2, 1, "second", 0, 9, large)));
      }
      browser.open(small.uri());
      browser.see("#lost", "2 traces had to go");
      assertThat(browser.textOf("#lost")).contains("4 spans or log lines were refused");
      browser.open(small.uri().resolve("/#/trace/" + "%032x".formatted(1)));
      assertThat(browser.textOf("[role=alert]")).contains("2 traces had to go");
      open("");
      assertThat(browser.complaints()).hasSize(1); // of the answer that there is no such trace
    }
  }

  @Test
  void traceThatIsForgottenWhileItIsRead_staysAndIsSaidToBeGone() throws IOException {
    try (Viewer small = Viewer.builder().maxBytes(1 << 20).start()) {
      Client client = new Client(small.uri());
      client.postJson("/v1/traces", Requests.of("s", Requests.span(1, 0, "first", 0, 9)));
      browser.open(small.uri().resolve("/#/trace/" + Requests.TRACE));
      browser.see(".row .name", "first");
      browser.see("#live.on");
      String text = ",\"attributes\":[{\"key\":\"text\",\"value\":{\"stringValue\":\"";
      String large = text + "x".repeat(400_000) + "\"}}]";
      for (int i = 1; i <= 4; i++) {
        String trace = "%032x".formatted(i);
        client.postJson(
            "/v1/traces", Requests.of("large", Requests.span(trace, 1, 0, "n", 0, 9, large)));
      }
      browser.see(".more", "The viewer has forgotten this trace");
      browser.see(".row .name", "first");
      open(""); // as it may be told again
      assertThat(browser.complaints()).isNotEmpty(); // of the answer that it is not there
    }
  }

  @Test
  void viewerThatDoesNotAnswer_isSaidAndAskedAgainWhenItIsBack() {
    open("");
    browser.see("#live.on");
    browser.script(
        """
        window.real = window.fetch;
        window.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
        location.hash = "#/map";""");
    browser.see("[role=alert]", "The viewer does not answer");
    browser.script("window.fetch = window.real; events.onmessage()"); // as after a restart
    browser.see("h1", "Service map");
  }

  @Test
  void listOfMoreThanFits_isContinued() throws IOException {
    try (Viewer many = Viewer.start()) {
      List<String> spans = new ArrayList<>();
      for (int i = 1; i <= 230; i++) {
        spans.add(Requests.span("%032x".formatted(i), 1, 0, "call", i, i + 1, ""));
      }
      new Client(many.uri())
          .postJson("/v1/traces", Requests.of("many", spans.toArray(String[]::new)));
      browser.open(many.uri());
      browser.see(".facts", "230 traces, 200 shown");
      browser.click("button", "Show 30 more");
      browser.await("return document.querySelectorAll('#results tbody tr').length === 230");
      assertThat(browser.text()).doesNotContain("more");
      open("");
    }
  }

  @Test
  void search_findsResourcesAndLogs() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    for (String text :
        List.of("service.name=recommendation", "no index on", "db.query.text", "shop.recomm")) {
      Object found =
          browser.script(
              "return page.trace.trace.spans.filter(s => spanMatches(s, arguments[0])).length",
              text);
      assertThat((Long) found).as(text).isGreaterThan(0);
    }
  }

  @Test
  void otherTabs_offerOnlyWhatWorksThere() {
    open("trace/" + DemoTraces.SLOW);
    browser.see("#critical");
    browser.type("f");
    browser.see(".flame .box");
    assertThat(browser.text()).doesNotContain("critical path only", "Close all");
    browser.type("/");
    browser.type("purchases");
    browser.see(".row.hit");
    browser.script("document.activeElement.blur()");
    browser.type("s");
    browser.type("c");
    browser.see(".row");
    assertThat(browser.script("return page.trace.waterfall.onlyCritical")).isEqualTo(true);
  }

  @Test
  void flame_saysWhatItLeavesOut() throws IOException {
    String id = "%032x".formatted(0xdee9);
    List<String> spans = new ArrayList<>();
    for (int i = 1; i <= 250; i++) {
      spans.add(Requests.span(id, i, i - 1, "level " + i, 0, 1000, ""));
    }
    new Client(viewer.uri())
        .postJson("/v1/traces", Requests.of("deep", spans.toArray(String[]::new)));
    open("trace/" + id);
    browser.see(".row");
    browser.type("f");
    browser.see(".flame-note", "50 of 250 call paths are not drawn");
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    browser.type("f");
    browser.see(".flame .box");
    assertThat(browser.text()).doesNotContain("not drawn");
  }

  @Test
  void file_saysWhatItCannotDo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("one.html");
    TraceHtml.write(
        Requests.read(Requests.of("ci", Requests.span(1, 0, "first", 0, 5))).spans(), file);
    String address = file.toUri().toString();
    browser.open(URI.create(address + "#/map"));
    browser.see("[role=alert]", "A file has no service map");
    browser.open(URI.create(address + "#/compare/" + Requests.TRACE));
    browser.see("[role=alert]", "A file compares");
    browser.open(URI.create(address + "#/trace/" + DemoTraces.SLOW));
    browser.see("[role=alert]", "This file does not hold the trace");
    browser.type("?");
    assertThat(browser.textOf("dialog[open]")).doesNotContain("service map");
  }
}
