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

/** A loop of 49,999 calls: far more boxes than pixels, a few of which failed. */
@Tag("slow")
class PageDenseTest extends PageFixture {
  private static final String LOOP = "%032x".formatted(0x100b);
  private static final int CALLS = 49_999;

  @BeforeAll
  static void send() throws IOException {
    Client client = new Client(viewer.uri());
    List<String> spans = new ArrayList<>();
    spans.add(Requests.span(LOOP, 1, 0, "loop", 0, 2 * CALLS + 1, ""));
    for (int i = 0; i < CALLS; i++) {
      String failed = i % 1000 == 7 ? ",\"status\":{\"code\":2}" : "";
      spans.add(Requests.span(LOOP, 10 + i, 1, "call", 2 * i + 1, 2 * i + 2, failed));
      if (spans.size() == 5000) {
        client.postJson("/v1/traces", Requests.of("dense", spans.toArray(String[]::new)));
        spans.clear();
      }
    }
    client.postJson("/v1/traces", Requests.of("dense", spans.toArray(String[]::new)));
  }

  private static void openLoop() {
    open("trace/" + LOOP);
    browser.see(".row .badge", "× " + CALLS);
  }

  @Test
  void loop_takesNoMoreElementsThanCanBeSeen() {
    openLoop();
    assertThat(elements()).isBetween(10L, 600L);
    browser.script("page.trace.waterfall.openAll()");
    browser.await("return document.querySelectorAll('.row').length > 10");
    assertThat(elements()).isBetween(10L, 1200L);
    browser.script("page.trace.waterfall.zoom(1e9, 2e9)");
    assertThat(elements()).isBetween(10L, 1200L);
  }

  private static Long elements() {
    return (Long) browser.script("return document.querySelectorAll('.waterfall *').length");
  }

  @Test
  void loop_isMeasuredOncePerZoom() {
    openLoop();
    browser.script(
        """
        window.measured = 0;
        for (const span of page.trace.trace.spans) {
          const start = span.start;
          Object.defineProperty(span, "start", { get() { measured++; return start; } });
        }
        page.trace.waterfall.draw();
        page.trace.waterfall.draw();""");
    assertThat((Long) browser.script("return measured")).isLessThan(100);
    browser.script("page.trace.waterfall.zoom(0, 1e9)");
    assertThat((Long) browser.script("return measured")).isGreaterThan(CALLS);
    assertThat(browser.see(".row .bar").isDisplayed()).isTrue();
  }

  @Test
  void failedCalls_areOnTop() {
    openLoop();
    Object seen =
        browser.script(
            """
            const failed = [...document.querySelectorAll('.row .bar.failed')];
            return failed.filter(bar => {
              const box = bar.getBoundingClientRect();
              return document.elementFromPoint(box.left + box.width / 2, box.top + 3) === bar;
            }).length;""");
    assertThat((Long) seen).isEqualTo(50);
    assertThat(browser.attribute(".row.failed .mark", "title")).isEqualTo("50 failed");
    Object red =
        browser.script(
            """
            const canvas = document.querySelector('.minimap canvas');
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let red = 0;
            for (let i = 0; i < pixels.length; i += 4) if (pixels[i] === 221 && pixels[i + 1] === 51) red++;
            return red;""");
    assertThat((Long) red).isGreaterThan(40);
  }

  @Test
  void callOutOfSight_comesIntoSightWhenItIsSelected() {
    openLoop();
    browser.script("page.trace.waterfall.openAll(); page.trace.waterfall.zoom(0, 1e9)");
    browser.click(".waterfall");
    browser.type(Keys.END);
    browser.see(".row.selected .bar");
    assertThat(browser.script("return page.trace.waterfall.to - page.trace.waterfall.from"))
        .isEqualTo(1_000_000_000L);
    browser.type(Keys.HOME);
    browser.see(".row.selected .bar");
    browser.type(Keys.END);
    Object before = browser.script("return page.trace.waterfall.from");
    browser.typeShifted(Keys.ARROW_LEFT);
    Object after = browser.script("return page.trace.waterfall.from");
    assertThat(((Number) before).doubleValue() - ((Number) after).doubleValue())
        .isEqualTo(250_000_000);
    browser.typeShifted(Keys.ARROW_RIGHT);
    assertThat(browser.script("return page.trace.waterfall.from")).isEqualTo(before);
  }
}
