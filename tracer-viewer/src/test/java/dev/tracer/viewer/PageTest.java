// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.internal.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The way through the page in a real browser. */
class PageTest extends PageFixture {
  @Test
  void mouse_leadsFromTheListToTheSpan() {
    open("");
    browser.see("#results tbody tr", "2026");
    browser.see("#q").sendKeys("purchases");
    browser.see("select[name=sort]").sendKeys("slowest");
    browser.await(
        "return document.querySelector('#results .duration')?.textContent.startsWith('1.96')");
    browser.click("#results tbody tr a", "GET /page");
    browser.click(".row .name", "SELECT purchases");
    assertThat(browser.textOf(".details"))
        .contains("SELECT purchases", DemoTraces.SQL, "self time", "1.4 s", "recommendation");
    browser.click(".row .name", "GET /for/{user}");
    browser.see(".details .log", "no index on purchases.customer");
  }

  @Test
  void keyboard_leadsEverywhere() {
    open("");
    browser.see("#results tbody tr");
    browser.type("/");
    browser.type("trace-id-that-is-nowhere");
    browser.see(".empty", "No trace matches");
    browser.see("#q").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    browser.see("#results tbody tr");
    browser.script("document.activeElement.blur()");
    browser.type(Keys.ARROW_DOWN);
    browser.type(Keys.ARROW_DOWN);
    browser.type(Keys.ENTER);
    browser.see(".waterfall");
    browser.await("return document.activeElement.getAttribute('role') === 'treegrid'");
    browser.type(Keys.ARROW_DOWN);
    assertThat(browser.attribute(".row.selected", "aria-level")).isEqualTo("2");
    browser.type(Keys.HOME);
    browser.type(Keys.ARROW_LEFT);
    assertThat(browser.attribute(".row.selected", "aria-expanded")).isEqualTo("false");
    browser.see(".row.selected .count", "+");
    browser.type(Keys.ARROW_RIGHT);
    browser.type(Keys.END);
    browser.see(".row.selected .name", "page-views");
    browser.type("+");
    browser.see(".minimap .window:not(.all)");
    browser.type("0");
    browser.type("c");
    assertThat(browser.script("return page.trace.waterfall.onlyCritical")).isEqualTo(true);
    browser.type("c");
    browser.type("s");
    browser.see("table[aria-label='Statistics by operation']");
    browser.type("f");
    browser.see(".flame .box");
    browser.type("w");
    browser.type("/");
    browser.type("from purchases", Keys.ENTER);
    browser.see(".row.selected .name", "SELECT purchases");
    browser.type(Keys.ESCAPE);
    browser.type("?");
    browser.see("dialog[open]", "Keyboard");
    browser.type(Keys.ESCAPE);
    browser.script("document.activeElement.blur()");
    browser.type("m");
    browser.see("svg .node");
    browser.type(Keys.ESCAPE);
    browser.see("#results tbody tr");
  }

  @Test
  void waterfall_tellsWhatIsRemarkable() {
    open("trace/" + DemoTraces.SLOW);
    assertThat(browser.textOf(".findings"))
        .contains("SELECT * FROM products WHERE id = ? × 24", "N+1 in GET /products");
    browser.see(".row .service", "recommendation");
    assertThat(browser.textOf(".facts")).contains("1.96 s", "38 spans", "6 services");
  }

  @Test
  void repeatedCalls_areOneLineUntilItIsOpened() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row .badge", "× 24");
    Object rows = browser.script("return page.trace.waterfall.open.length");
    assertThat(rows).isEqualTo(38L - 23);
    browser.script("page.trace.waterfall.select(page.trace.trace.repetitions[0].spans[0], true)");
    browser.click(".waterfall");
    browser.script("page.trace.waterfall.select(page.trace.trace.repetitions[0].spans[0], true)");
    browser.type(Keys.ARROW_RIGHT);
    assertThat(browser.script("return page.trace.waterfall.open.length")).isEqualTo(38L);
    browser.type(Keys.ARROW_LEFT);
    assertThat(browser.script("return page.trace.waterfall.open.length")).isEqualTo(rows);
  }

  @Test
  void criticalPath_endsInTheSlowQuery() throws IOException {
    open("trace/" + DemoTraces.SLOW);
    browser.click("#critical");
    browser.see(".row .name", "SELECT purchases");
    Object names =
        browser.script(
            "return page.trace.trace.criticalSpans.map(s => s.name + ' ' + Math.round(criticalTime(s) / 1e6))");
    assertThat((List<?>) names)
        .asString()
        .contains("SELECT purchases 1402", "SELECT users 30")
        .doesNotContain("process");
    Object sum =
        browser.script(
            "return page.trace.trace.criticalSpans.reduce((n, s) => n + criticalTime(s), 0) / 1e6");
    assertThat(((Number) sum).doubleValue()).isEqualTo(1960);
    String asText = "/api/traces/" + DemoTraces.SLOW + "?format=critical";
    assertThat(new Client(viewer.uri()).get(asText).text())
        .contains("critical path, 1.96 s", "1.40 s  71.5 %  recommendation > SELECT purchases")
        .contains("24 x product > SELECT products");
  }

  @Test
  void brokenTrace_isShownAndSaysWhatIsWrong() {
    open("trace/" + DemoTraces.BROKEN);
    assertThat(browser.textOf(".head .note"))
        .contains("1 parent is missing", "a ring of parents", "clock skew");
    browser.see(".row .name", "orphan");
    browser.see(".row .name", "chicken");
    browser.see(".row .name", "egg");
    browser.see(".row.missing .name", "missing parent 000000000000dead");
    browser.click(".row .name", "<script>alert(1)</script>");
    assertThat(browser.textOf(".details"))
        .contains("<b>key</b>", "<i>value</i>", "<u>message</u>", "<img src=x onerror=alert(1)>");
    browser.click(".row .name", "links out");
    assertThat(browser.attribute(".details a", "href")).contains(DemoTraces.SLOW);
  }

  @Test
  void comparison_namesTheDifference() {
    open("trace/" + DemoTraces.SLOW);
    browser.click(".menu a", "Compare");
    browser.see("#view h1", "Compare with");
    open("compare/" + DemoTraces.SLOW + "/" + DemoTraces.FAST);
    assertThat(browser.textOf("table[aria-label='Differences by operation'] tbody tr"))
        .contains("SELECT purchases", "-1.36 s");
    assertThat(browser.text()).contains("B is 1.36 s faster");
  }

  @Test
  void map_showsServicesAndTheirCalls() {
    open("map");
    browser.see("svg .node", "recommendation");
    assertThat(browser.textOf("table[aria-label='Calls between services']"))
        .contains("api-gateway", "recommendation", "h2");
  }

  @Test
  void exports_areComplete() throws IOException {
    open("trace/" + DemoTraces.SLOW);
    browser.click(".menu button", "OTLP-JSON");
    Path otlp = downloaded(".json");
    String text = Files.readString(otlp);
    assertThat(Requests.read(text).spans()).hasSize(38);
    browser.click(".menu button", "Perfetto");
    Map<?, ?> chrome = (Map<?, ?>) JsonReader.parse(Files.readString(downloaded(".trace.json")));
    assertThat((List<?>) chrome.get("traceEvents")).hasSize(38 + 6);
    assertLanesNest(chrome);
    browser.click(".menu a", "HTML");
    Path html = downloaded(".html");
    browser.open(html.toUri());
    browser.click(".row .name", "SELECT purchases");
    browser.see(".details", DemoTraces.SQL);
    assertThat(browser.textOf(".facts")).contains("38 spans");
  }

  /** In a lane of Chrome's format a slice lies within another or beside it, nothing else. */
  private static void assertLanesNest(Map<?, ?> chrome) {
    Map<String, List<double[]>> lanes = new TreeMap<>();
    for (Object each : (List<?>) chrome.get("traceEvents")) {
      Map<?, ?> event = (Map<?, ?>) each;
      if (event.get("ph").equals("X")) {
        double start = ((Number) event.get("ts")).doubleValue();
        double end = start + ((Number) event.get("dur")).doubleValue();
        lanes
            .computeIfAbsent(event.get("pid") + ":" + event.get("tid"), lane -> new ArrayList<>())
            .add(new double[] {start, end});
      }
    }
    for (List<double[]> lane : lanes.values()) {
      for (double[] one : lane) {
        for (double[] other : lane) {
          boolean beside = other[0] >= one[1] || other[1] <= one[0];
          boolean within =
              other[0] >= one[0] && other[1] <= one[1] || one[0] >= other[0] && one[1] <= other[1];
          assertThat(beside || within).isTrue();
        }
      }
    }
  }

  private static Path downloaded(String suffix) throws IOException {
    browser.await("return true");
    for (int i = 0; i < 2000; i++) {
      browser.asyncScript("setTimeout(arguments[0], 20)");
      try (Stream<Path> files = Files.list(downloads)) {
        Path found =
            files
                .filter(file -> file.toString().endsWith(suffix))
                .filter(
                    file -> suffix.contains("trace") || !file.toString().endsWith(".trace.json"))
                .findFirst()
                .orElse(null);
        if (found != null && Files.size(found) > 0) {
          return found;
        }
      }
    }
    throw new AssertionError("nothing downloaded that ends in " + suffix);
  }

  @Test
  void list_isLive() throws IOException {
    open("");
    browser.see("#live.on");
    new Client(viewer.uri())
        .postJson(
            "/v1/traces",
            Requests.of(
                "live", Requests.span("%032x".formatted(0x11fe), 1, 0, "just now", 0, 1, "")));
    browser.see("#q").sendKeys("just");
    browser.see("#results tbody tr", "just now");
    try (Tracer tracer = Tracer.builder("live").processor(viewer.processor()).build()) {
      browser.see("#q").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
      browser.see("#q").sendKeys("unfinished");
      Span span = tracer.startSpan("unfinished");
      browser.see("#results .badge.running", "1 span running");
      span.end();
    }
    browser.await("return !document.querySelector('#results .badge.running')");
  }

  @Test
  void openTrace_offersWhatComesLater() throws IOException {
    String id = "%032x".formatted(0x1a7e);
    Client client = new Client(viewer.uri());
    client.postJson("/v1/traces", Requests.of("late", Requests.span(id, 1, 0, "first", 0, 9, "")));
    open("trace/" + id);
    browser.see("#live.on");
    browser.see(".row .name", "first");
    client.postJson("/v1/traces", Requests.of("late", Requests.span(id, 2, 1, "second", 1, 2, "")));
    browser.click(".more button", "Show 1 more span");
    browser.see(".row .name", "second");
    browser.await("return !document.querySelector('.more button')");
  }

  @Test
  void openTrace_thatShowsMore_staysAsTheReaderHasSetIt() throws IOException {
    String id = "%032x".formatted(0x1a7f);
    Client client = new Client(viewer.uri());
    List<String> spans = new ArrayList<>();
    spans.add(Requests.span(id, 1, 0, "root", 10, 110, ""));
    spans.add(Requests.span(id, 2, 1, "caller", 10, 30, ""));
    spans.add(Requests.span(id, 3, 2, "inner", 10, 20, ""));
    for (int i = 0; i < 6; i++) {
      spans.add(Requests.span(id, 10 + i, 1, "again", 40 + i, 41 + i, ""));
    }
    client.postJson("/v1/traces", Requests.of("late", spans.toArray(String[]::new)));
    open("trace/" + id);
    browser.see("#live.on");
    browser.see(".row .badge", "× 6");
    browser.script(
        """
        const list = page.trace.waterfall;
        list.toggle(list.trace.byId.get('0000000000000002'), true);
        list.toggle(list.trace.byId.get('000000000000000a'), false);
        list.zoom(20e6, 70e6);
        """);
    browser.see("input[aria-label='Search in this trace']").sendKeys("again");
    client.postJson(
        "/v1/traces", Requests.of("late", Requests.span(id, 4, 0, "earlier", 0, 1, "")));
    browser.click(".more button", "Show 1 more span");

    browser.see(".row .name", "earlier");
    browser.see(".found, [role=status]", "6 hits");
    assertThat(
            browser.script(
                """
                const list = page.trace.waterfall;
                const rows = list.open.map((s) => s.name).join();
                return [rows, list.from / 1e6, list.to / 1e6, list.hits.size].join(' | ');"""))
        .isEqualTo("earlier,root,caller,again,again,again,again,again,again | 30 | 80 | 6");
  }

  @Test
  void trace_tellsWhoLinksToIt() {
    open("trace/" + DemoTraces.SLOW);
    browser.click(".linking a", "skewed › too early");
    browser.see(".row .name", "links out");
  }

  @Test
  void file_ofSeveralTracesHasAListThatCanBeSearched(@TempDir Path folder) throws IOException {
    Path file = fileOfTwo(folder);
    browser.open(URI.create(file.toUri().toString()));
    browser.see("#results tbody tr", "first");
    browser.see("select[name=sort]").sendKeys("slowest");
    browser.await("return document.querySelector('#results tbody a')?.textContent === 'ci first'");
    browser.see("#q").sendKeys("second");
    browser.await("return document.querySelectorAll('#results tbody tr').length === 1");
    browser.click("#results tbody tr a", "second");
    browser.see(".row .name", "second");
  }
}
