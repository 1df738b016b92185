// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Span;
import dev.tracer.Tracer;
import dev.tracer.internal.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * The page in a real browser. Without one the tests are skipped, unless the system property {@code
 * browser.required} is true.
 */
@Tag("stress")
@Timeout(value = 5, unit = TimeUnit.MINUTES) // much else may run on the machine
class PageTest {
  private static final Path PICTURES = Path.of("target", "pictures");

  /** Opens the trace anew: when its answer was there, when it was read, when it was painted. */
  private static final String FIRST_PAINT =
      """
      const done = arguments[0], hash = location.hash, marks = {}, parse = readTraces;
      const entry = performance.now();
      window.readTraces = readTraces = (otlp) => {
        marks.answer = performance.now() - entry;
        const traces = parse(otlp);
        marks.read = performance.now() - entry;
        return traces;
      };
      page.current = null;
      route().then(() => {
        marks.built = performance.now() - entry;
        requestAnimationFrame(() => setTimeout(() => {
          marks.painted = performance.now() - entry;
          readTraces = parse;
          done(JSON.stringify(marks));
        }));
      });
      """;

  /** Scrolls through the trace in 100 steps, a frame each: how long frames take. */
  private static final String SCROLL =
      """
      const done = arguments[0], body = page.trace.waterfall.body, times = [];
      let last = performance.now(), step = 0;
      const go = () => {
        const now = performance.now();
        times.push(now - last);
        last = now;
        body.scrollTop = body.scrollHeight * ++step / 100;
        if (step < 100) requestAnimationFrame(go);
        else {
          times.sort((a, b) => a - b);
          done("median " + times[50].toFixed(1) + ", 95 % " + times[95].toFixed(1));
        }
      };
      requestAnimationFrame(go);
      """;

  @TempDir private static Path downloads;
  private static Viewer viewer;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    if (!Browser.isInstalled()) {
      assertThat(Boolean.getBoolean("browser.required")).as("chromium and chromedriver").isFalse();
      System.out.println(
          "SKIPPED: the tests of the viewer's page, as chromium and chromedriver are not installed"
              + " (Debian: apt-get install chromium chromium-driver)");
      Assumptions.abort("no browser");
    }
    viewer = Viewer.start();
    new DemoTraces(new Client(viewer.uri())).send();
    browser = Browser.start(downloads);
    browser.size(1280, 800);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      viewer.close();
    }
  }

  @AfterEach
  void browserHasNothingToComplainOf() {
    assertThat(browser.complaints()).isEmpty();
    browser.size(1280, 800);
    browser.dark(false);
  }

  private static void open(String hash) {
    browser.open(viewer.uri().resolve("/#/" + hash));
  }

  @Test
  void mouse_leadsFromTheListToTheSpan() {
    open("");
    browser.see("#results tbody tr", "2026");
    browser.see("#q").sendKeys("purchases");
    browser.see("select[name=sort]").sendKeys("slowest");
    browser.await(
        "return document.querySelector('#results .duration').textContent.startsWith('1.96')");
    browser.click("#results tbody tr a", "GET /page");
    browser.click(".row .name", "SELECT purchases");
    assertThat(browser.see(".details").getText())
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
    assertThat(browser.see(".row.selected").getAttribute("aria-level")).isEqualTo("2");
    browser.type(Keys.HOME);
    browser.type(Keys.ARROW_LEFT);
    assertThat(browser.see(".row.selected").getAttribute("aria-expanded")).isEqualTo("false");
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
    assertThat(browser.see(".findings").getText())
        .contains("SELECT * FROM products WHERE id = ? × 24", "N+1 in GET /products");
    browser.see(".row .service", "recommendation");
    assertThat(browser.see(".facts").getText()).contains("1.96 s", "38 spans", "6 services");
  }

  @Test
  void repeatedCalls_areOneLineUntilItIsOpened() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row .badge", "× 24");
    Object rows = browser.script("return page.trace.waterfall.open.length");
    assertThat(rows).isEqualTo(38L - 23);
    browser.script("page.trace.waterfall.select(page.trace.trace.repetitions[0].spans[0], true)");
    browser.see(".waterfall").click();
    browser.script("page.trace.waterfall.select(page.trace.trace.repetitions[0].spans[0], true)");
    browser.type(Keys.ARROW_RIGHT);
    assertThat(browser.script("return page.trace.waterfall.open.length")).isEqualTo(38L);
    browser.type(Keys.ARROW_LEFT);
    assertThat(browser.script("return page.trace.waterfall.open.length")).isEqualTo(rows);
  }

  @Test
  void criticalPath_endsInTheSlowQuery() throws IOException {
    open("trace/" + DemoTraces.SLOW);
    browser.see("#critical").click();
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
    assertThat(browser.see(".head .note").getText())
        .contains("1 parent is missing", "a ring of parents", "clock skew");
    browser.see(".row .name", "orphan");
    browser.see(".row .name", "chicken");
    browser.see(".row .name", "egg");
    browser.see(".row.missing .name", "missing parent 000000000000dead");
    browser.click(".row .name", "<script>alert(1)</script>");
    assertThat(browser.see(".details").getText())
        .contains("<b>key</b>", "<i>value</i>", "<u>message</u>", "<img src=x onerror=alert(1)>");
    browser.click(".row .name", "links out");
    assertThat(browser.see(".details a").getAttribute("href")).contains(DemoTraces.SLOW);
  }

  @Test
  void comparison_namesTheDifference() {
    open("trace/" + DemoTraces.SLOW);
    browser.click(".menu a", "Compare");
    browser.see("#view h1", "Compare with");
    open("compare/" + DemoTraces.SLOW + "/" + DemoTraces.FAST);
    assertThat(browser.see("table[aria-label='Differences by operation'] tbody tr").getText())
        .contains("SELECT purchases", "-1.36 s");
    assertThat(browser.text()).contains("B is 1.36 s faster");
  }

  @Test
  void map_showsServicesAndTheirCalls() {
    open("map");
    browser.see("svg .node", "recommendation");
    assertThat(browser.see("table[aria-label='Calls between services']").getText())
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
    assertThat(browser.see(".facts").getText()).contains("38 spans");
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
  void trace_tellsWhoLinksToIt() {
    open("trace/" + DemoTraces.SLOW);
    browser.click(".linking a", "skewed › too early");
    browser.see(".row .name", "links out");
  }

  @Test
  void largeTrace_drawsOnlyTheRowsInSight() throws IOException {
    String id = "%032x".formatted(0x50000);
    DemoTraces.large(new Client(viewer.uri()), id, 50_000);
    open("trace/" + id);
    browser.see(".row");
    assertThat(browser.see(".facts").getText()).contains("50,000 spans");
    assertThat(rows()).isBetween(10L, 100L);
    double before = browser.processorMillis();
    Object paint = browser.asyncScript(FIRST_PAINT);
    double processor = browser.processorMillis() - before;
    Object scroll = browser.asyncScript(SCROLL);
    assertThat(rows()).isBetween(10L, 100L);
    String figures =
        "50,000 spans, milliseconds: first paint "
            + paint
            + ", processor time of the page until then "
            + Math.round(processor)
            + "; a frame of scrolling "
            + scroll;
    Files.createDirectories(PICTURES);
    Files.writeString(PICTURES.resolve("figures.txt"), figures + "\n");
    browser.see(".waterfall").click();
    browser.type(Keys.END);
    browser.await(
        "return document.querySelector('.row.selected').getAttribute('aria-rowindex')"
            + " === String(page.trace.waterfall.open.length)");
    assertThat((Long) browser.script("return page.trace.waterfall.open.length"))
        .isGreaterThan(30_000);
  }

  private static Long rows() {
    return (Long) browser.script("return document.querySelectorAll('.row').length");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trace/" + DemoTraces.SLOW,
        "trace/" + DemoTraces.BROKEN,
        "map",
        "compare/" + DemoTraces.SLOW + "/" + DemoTraces.FAST
      })
  void accessibility_hasNoViolations(String hash) throws IOException {
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      open(hash);
      browser.see("#view table, #view .row");
      assertAccessible();
      if (hash.endsWith(DemoTraces.SLOW)) {
        browser.type("s");
        assertAccessible();
        browser.type("f");
        assertAccessible();
      }
    }
  }

  private static void assertAccessible() throws IOException {
    try (InputStream axe = PageTest.class.getResourceAsStream("/axe.min.js")) {
      browser.script(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object violations =
        browser.asyncScript(
            "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).slice(0, 3).join(' | '))))");
    assertThat((List<?>) violations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 768, 1280, 1920})
  void everyWidth_needsNoScrollingSideways(int width) throws IOException {
    browser.size(width, width == 400 ? 800 : 900);
    String[][] views = {
      {"list", ""},
      {"trace", "trace/" + DemoTraces.SLOW},
      {"broken", "trace/" + DemoTraces.BROKEN},
      {"map", "map"},
      {"compare", "compare/" + DemoTraces.SLOW + "/" + DemoTraces.FAST},
      {"statistics", "trace/" + DemoTraces.SLOW},
      {"flame", "trace/" + DemoTraces.SLOW},
      {"deep", "trace/" + DemoTraces.DEEP},
      {"help", ""}
    };
    for (String[] view : views) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.dark(dark);
        open(view[1]);
        browser.see("#view table, #view .row");
        if (view[0].equals("trace")) {
          browser.script(
              "page.trace.reveal(page.trace.trace.spans.find(s => s.name === 'SELECT purchases'))");
        }
        switch (view[0]) {
          case "statistics" -> browser.type("s");
          case "flame" -> browser.type("f");
          case "help" -> browser.type("?");
          case "deep" -> browser.script("page.trace.waterfall.select(page.trace.trace.spans[75])");
          default -> {
            // as it opens
          }
        }
        assertThat((Long) browser.script("return document.documentElement.scrollWidth"))
            .as(view[0])
            .isLessThanOrEqualTo(width);
        if (width == 400 || width == 1280) {
          browser.screenshot(
              PICTURES.resolve(view[0] + "-" + width + (dark ? "-dark" : "-light") + ".png"));
        }
      }
    }
  }

  @Test
  void emptyViewer_saysWhereToSendTo() throws IOException {
    try (Viewer empty = Viewer.start()) {
      for (int width : new int[] {400, 1280}) {
        browser.size(width, 800);
        browser.open(empty.uri());
        browser.see(".empty", "ENDPOINT=http://127.0.0.1:" + empty.uri().getPort());
        browser.screenshot(PICTURES.resolve("empty-" + width + ".png"));
      }
      browser.open(empty.uri().resolve("/#/map"));
      browser.see(".empty", "No spans yet");
      open(""); // before its events end
    }
  }

  @Test
  void deepTrace_showsTheNamesOfAllRows() {
    browser.size(400, 800);
    open("trace/" + DemoTraces.DEEP);
    browser.see(".row");
    browser.script("page.trace.waterfall.select(page.trace.trace.spans[119], true)");
    assertThat(browser.see(".row.selected .name").getText()).contains("119");
    Object width =
        browser.script("return document.querySelector('.row.selected .name').clientWidth");
    assertThat((Long) width).isGreaterThan(30);
  }

  @Test
  void pictures_forTheReadme() throws IOException {
    browser.size(1280, 620);
    open("trace/" + DemoTraces.SLOW);
    browser.see("#critical").click();
    browser.click(".row .name", "SELECT purchases");
    browser.see(".details", DemoTraces.SQL);
    browser.screenshot(PICTURES.resolve("readme-trace.png"));
    browser.dark(true);
    browser.size(1280, 500);
    open("");
    browser.see("input[name=service]").sendKeys("api-gateway");
    browser.see(".facts", "14 traces of");
    browser.screenshot(PICTURES.resolve("readme-list.png"));
  }

  @Test
  void file_ofSeveralTracesHasAList(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("several.html");
    String spans =
        Requests.span(1, 0, "first", 0, 5)
            + ","
            + Requests.span(DemoTraces.FAST, 2, 0, "second", 9, 12, "");
    TraceHtml.write(Requests.read(Requests.of("ci", spans)).spans(), file);
    browser.open(URI.create(file.toUri().toString()));
    browser.click("#results tbody tr a", "second");
    browser.see(".row .name", "second");
  }
}
