// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** How the page looks at every width, whom it lets read, and how fast it draws; keeps pictures. */
@Tag("slow")
class PageLooksTest extends PageFixture {
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

  private static final String PRINTED =
      """
      const list = page.trace.waterfall, body = list.body;
      return `${document.querySelectorAll(".row").length} of ${list.open.length} rows, whole: ${
        body.getBoundingClientRect().height >= body.scrollHeight && document.body.clientHeight > body.scrollHeight}, bars: ${
        getComputedStyle(document.querySelector(".bar")).printColorAdjust}, text: ${getComputedStyle(document.body).color}`;
      """;

  @Test
  void largeTrace_drawsOnlyTheRowsInSight() throws IOException {
    String id = "%032x".formatted(0x50000);
    DemoTraces.large(new Client(viewer.uri()), id, 50_000);
    open("trace/" + id);
    browser.see(".row");
    assertThat(browser.textOf(".facts")).contains("50,000 spans");
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
    browser.click(".waterfall");
    browser.type(Keys.END);
    browser.await(
        "return document.querySelector('.row.selected')?.getAttribute('aria-rowindex')"
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
  void printedPage_isWhole_andDarkOnWhite() throws IOException {
    String id = "%032x".formatted(0x9a9e5);
    DemoTraces.large(new Client(viewer.uri()), id, 2000);
    open("trace/" + id);
    browser.see(".row");
    browser.script("setTheme('dark')");
    Object onScreen = browser.script(PRINTED);
    browser.print(true);
    try {
      assertThat((String) browser.script(PRINTED))
          .matches("(\\d+) of \\1 rows, whole: true, bars: exact, text: rgb\\(28, 36, 48\\)");
      browser.screenshot(PICTURES.resolve("print.png"));
    } finally {
      browser.print(false);
    }
    assertThat(browser.script(PRINTED)).isEqualTo(onScreen);
  }

  @Test
  void printedMap_isAsWideAsThePaper() {
    browser.size(794, 1123); // A4
    open("map");
    browser.see("svg .node");
    browser.print(true);
    try {
      assertThat(browser.script("return document.querySelector('svg').clientWidth"))
          .isEqualTo(browser.script("return document.querySelector('.map').clientWidth - 2"));
    } finally {
      browser.print(false);
    }
  }

  @Test
  void windowThatIsShort_showsRowsOfTheListAllTheSame() {
    browser.size(640, 400); // a zoom of 200 %
    open("");
    browser.see("#results tbody tr");
    assertThat((Long) browser.script("return document.getElementById('results').clientHeight"))
        .isGreaterThan(300);
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
    assertThat(browser.textOf(".row.selected .name")).contains("119");
    Object width =
        browser.script("return document.querySelector('.row.selected .name').clientWidth");
    assertThat((Long) width).isGreaterThan(30);
  }

  /** Takes {@code target/pictures/readme-*.png}, of which {@code docs/images} has copies. */
  @Test
  void pictures_forTheReadme() throws IOException {
    browser.size(1280, 620);
    open("trace/" + DemoTraces.SLOW);
    browser.click("#critical");
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
}
