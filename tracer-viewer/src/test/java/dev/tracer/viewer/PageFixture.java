// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A viewer with {@link DemoTraces} and a browser that looks at it. Without a browser the tests are
 * skipped, unless the system property {@code browser.required} is true.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // much else may run on the machine
abstract class PageFixture {
  static final Path PICTURES = Path.of("target", "pictures");

  @TempDir static Path downloads;
  static Viewer viewer;
  static Browser browser;

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

  static void open(String hash) {
    browser.open(viewer.uri().resolve("/#/" + hash));
  }

  /** An HTML file of two traces, whose spans are named first and second. */
  static Path fileOfTwo(Path folder) throws IOException {
    Path file = folder.resolve("several.html");
    String spans =
        Requests.span(1, 0, "first", 0, 5)
            + ","
            + Requests.span(DemoTraces.FAST, 2, 0, "second", 9, 12, "");
    TraceHtml.write(Requests.read(Requests.of("ci", spans)).spans(), file);
    return file;
  }

  /** Texts that are on more than one line and do not break between words. */
  static List<?> broken(String selector) {
    return (List<?>)
        browser.script(
            """
            const broken = [], range = document.createRange();
            for (const e of document.querySelectorAll(arguments[0])) {
              const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
                  range.setStart(texts.currentNode, word.index);
                  range.setEnd(texts.currentNode, word.index + word[0].length);
                  if (new Set([...range.getClientRects()].map(r => r.top)).size > 1) broken.push(word[0]);
                }
              }
            }
            return broken;""",
            selector);
  }
}
