// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * What is searched for and seen is in the address: it can be sent to others, loaded anew, and gone
 * back to.
 */
@Tag("slow")
class PageAddressTest extends PageFixture {
  private static final String SEARCH =
      "?q=purchases&service=recommendation&minMs=1900&errors=true&sort=duration";

  @Test
  void addressOfASearch_fillsTheFormAndTheList() {
    open(SEARCH.replace("errors=true&", ""));
    browser.await("return document.querySelectorAll('#results tbody tr').length === 1");
    browser.see("#results .duration", "1.96 s");
    assertThat(form()).isEqualTo("purchases|recommendation||1900|false|duration");
    open(SEARCH);
    browser.see("#results .empty", "No trace matches");
    assertThat(form()).isEqualTo("purchases|recommendation||1900|true|duration");
    open("");
    browser.see("#results tbody tr");
    assertThat(form()).isEqualTo("||||false|start");
  }

  @Test
  void addressWithNonsense_isReadAsFarAsItCanBe() {
    open("?sort=colour&minMs=much&errors=maybe&other=1");
    browser.see("#results tbody tr");
    assertThat(form()).isEqualTo("||||false|start");
    browser.script("location.hash = '#/?minMs=-1&q=purchases&%'");
    browser.await("return document.getElementById('q')?.value === 'purchases'");
    browser.see("#results tbody tr", "GET /page");
    assertThat(form()).isEqualTo("purchases||||false|start");
  }

  @Test
  void search_isInTheAddress_andBackGoesToTheOneBefore() {
    open("");
    browser.see("#q").sendKeys("purchases");
    browser.await("return location.hash === '#/?q=purchases'");
    browser.see("select[name=sort]").sendKeys("slowest");
    browser.await("return location.hash === '#/?q=purchases&sort=duration'");
    browser.click("#results tbody tr a", "GET /page");
    browser.see(".row .name");
    browser.driver().navigate().back();
    browser.await("return page.current === 'list'");
    assertThat(form()).isEqualTo("purchases||||false|duration");
    browser.driver().navigate().back();
    browser.await("return document.querySelector('select[name=sort]')?.value === 'start'");
    browser.driver().navigate().back();
    browser.await("return document.getElementById('q')?.value === ''");
    assertThat(browser.script("return location.hash")).isEqualTo("#/");
    browser.driver().navigate().forward();
    browser.await("return document.getElementById('q')?.value === 'purchases'");
    browser.await(
        "return document.querySelector('#results tbody')?.textContent.includes('skewed') === false");
  }

  @Test
  void wayBackToTheList_leadsToWhatWasSearchedFor_andTheNameOfThePageToAll() {
    open("?q=purchases");
    browser.click("#results tbody tr a", "GET /page");
    browser.see(".row .name");
    browser.type(Keys.ESCAPE);
    browser.await("return location.hash === '#/?q=purchases'");
    browser.click("#tabs a", "Service map");
    browser.see("svg .node");
    browser.click("#tabs a", "List");
    browser.await("return location.hash === '#/?q=purchases'");
    browser.see("#results tbody tr");
    browser.click("#home", "Traces");
    browser.await("return location.hash === '#/' && document.getElementById('q')?.value === ''");
  }

  @Test
  void fileOfSeveralTraces_hasItsSearchInTheAddressToo(@TempDir Path folder) throws Exception {
    Path file = fileOfTwo(folder);
    browser.open(URI.create(file.toUri() + "#/?q=second"));
    browser.await("return document.querySelectorAll('#results tbody tr').length === 1");
    browser.see("#q").sendKeys(Keys.chord(Keys.CONTROL, "a"), "first");
    browser.await("return location.hash === '#/?q=first'");
    browser.see("#results tbody tr", "first");
  }

  @Test
  void viewOfATrace_isInTheAddress_andLoadedAnewFromThere() {
    String trace = "trace/" + DemoTraces.SLOW;
    open(trace);
    browser.click("#critical");
    browser.await("return location.hash.endsWith('?critical=true')");
    browser.see(".tools input[type=search]").sendKeys("SELECT");
    browser.await("return location.hash.endsWith('?critical=true&q=SELECT')");
    String rows = rows();
    browser.driver().navigate().refresh();
    browser.see(".found", "hit");
    assertThat(rows()).isEqualTo(rows);
    browser.click("[role=tab]", "Flame");
    browser.await("return location.hash.endsWith('?tab=flame&critical=true&q=SELECT')");
    browser.driver().navigate().refresh();
    browser.see(".flame .box");
    browser.click("[role=tab]", "Waterfall");
    browser.await("return location.hash.endsWith('?critical=true&q=SELECT')");
    assertThat(rows()).isEqualTo(rows);
    browser.click(".menu a", "Compare");
    browser.see("h1", "Compare with");
    browser.driver().navigate().back();
    browser.see(".found", "hit");
    assertThat(rows()).isEqualTo(rows);
  }

  @Test
  void addressOfAView_withNonsense_isReadAsFarAsItCanBe() {
    String trace = "trace/" + DemoTraces.SLOW;
    open(trace + "?tab=pie&critical=maybe&q=%20&other=1");
    browser.see(".row .name");
    browser.await("return !location.hash.includes('?')");
    String all = rows();
    open(trace + "/0000000000000bad?tab=statistics");
    browser.see("table[aria-label='Statistics by operation']");
    browser.script("location.hash = arguments[0]", "#/" + trace + "?q=SELECT");
    browser.see(".found", "hit");
    assertThat(rows()).isEqualTo(all);
  }

  /** Which rows a waterfall has. */
  private static String rows() {
    return (String)
        browser.script("return page.trace.waterfall.open.map(s => s.id + s.name).join('|')");
  }

  private static Object form() {
    return browser.script(
        """
        const e = document.querySelector("form.search").elements;
        return [e.q, e.service, e.operation, e.minMs].map((f) => f.value).join("|")
          + "|" + e.errors.checked + "|" + e.sort.value;""");
  }
}
