// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * What hands expect of every page: keys held while clicking, where the focus is, headers to sort.
 */
@Tag("slow")
class PageHandsTest extends PageFixture {
  private static final String STATISTICS = "table[aria-label='Statistics by operation'] ";

  @Test
  void statistics_areSortedByTheHeaderThatIsPressed() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    browser.type("s");
    assertThat(browser.textOf(STATISTICS + "th[aria-sort=descending]")).isEqualTo("Self");
    browser.click(STATISTICS + "th button", "Total");
    assertThat(browser.textOf(STATISTICS + "th[aria-sort]")).isEqualTo("Total");
    browser.see(STATISTICS + "tbody tr:first-child", "GET /page/{user}");
    browser.type(Keys.ENTER);
    browser.see(STATISTICS + "th[aria-sort=ascending]", "Total");
    browser.see(STATISTICS + "tbody tr:last-child", "GET /page/{user}");
    browser.click(STATISTICS + "th button", "Critical");
    browser.see(STATISTICS + "tbody tr:first-child", "SELECT purchases");
    browser.click(STATISTICS + "th button", "Service");
    browser.see(STATISTICS + "th[aria-sort=ascending]", "Service");
    browser.see(STATISTICS + "tbody tr:first-child", "api-gateway");
  }

  @Test
  void clickWithAKeyHeld_leavesThePageWhereItIs() {
    open("");
    browser.see("#results tbody tr a");
    Object left =
        browser.script(
            """
            const stay = (e) => e.preventDefault(); // nor is a window opened: this one needs the keys
            document.addEventListener("click", stay);
            const left = [];
            for (const key of ["ctrlKey", "metaKey", "shiftKey"]) {
              for (const where of ["a", "a span", ".duration"]) {
                document.querySelector("#results tbody " + where).dispatchEvent(
                  new MouseEvent("click", { bubbles: true, cancelable: true, [key]: true }));
                if (location.hash !== "#/") left.push(key + " " + where);
                history.replaceState(null, "", "#/");
              }
            }
            document.removeEventListener("click", stay);
            return left;""");
    assertThat((List<?>) left).isEmpty();
    browser.click("#results tbody .duration", "s");
    browser.see(".waterfall");
  }

  @Test
  void linkOfThePicker_leadsToTheComparison() {
    open("compare/" + DemoTraces.SLOW);
    assertThat(browser.attribute("tbody tr a", "href"))
        .contains("#/compare/" + DemoTraces.SLOW + "/");
  }

  @Test
  void escape_leadsFromTheDetailsToTheRowThenToTheList() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    browser.type(Keys.ARROW_DOWN);
    browser.type(Keys.ENTER);
    browser.await("return document.activeElement.className === 'details'");
    browser.type(Keys.ESCAPE);
    browser.await("return document.activeElement.className === 'waterfall'");
    assertThat((String) browser.script("return location.hash")).contains("trace");
    browser.type(Keys.ESCAPE);
    browser.await("return page.current === 'list'");
    browser.await("return (document.activeElement.href || '').includes('" + DemoTraces.SLOW + "')");
  }

  @Test
  void focus_staysInTheViewThatComesNext() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    browser.type("m");
    browser.see("svg .node");
    assertThat(browser.script("return document.activeElement.id")).isEqualTo("view");
    open("compare/" + DemoTraces.SLOW);
    browser.see("tbody tr a");
    browser.type(Keys.ARROW_DOWN);
    browser.type(Keys.ENTER);
    browser.see(".strip");
    assertThat(browser.script("return document.activeElement.id")).isEqualTo("view");
  }

  @Test
  void rowOfTheList_isOneStop() {
    open("");
    browser.see("#results tbody tr");
    assertThat(
            browser.script(
                "const row = document.querySelector('#results tbody tr');"
                    + "return [row, ...row.querySelectorAll('*')].filter(e => e.tabIndex >= 0).length"))
        .isEqualTo(1L);
    browser.type(Keys.END);
    assertThat(browser.script("return document.activeElement.closest('tr').rowIndex"))
        .isEqualTo(
            (long) browser.driver().findElements(By.cssSelector("#results tbody tr")).size());
    browser.type(Keys.HOME);
    assertThat(browser.script("return document.activeElement.closest('tr').rowIndex"))
        .isEqualTo(1L);
  }

  @Test
  void tabs_areWalkedThroughByArrows() {
    open("trace/" + DemoTraces.SLOW);
    browser.see(".row");
    browser.click("[role=tab]", "Waterfall");
    browser.type(Keys.ARROW_RIGHT);
    browser.see("[role=tab][aria-selected=true]", "Statistics");
    browser.type(Keys.END);
    browser.see("[role=tab][aria-selected=true]", "Flame");
    browser.type(Keys.ARROW_RIGHT);
    browser.see("[role=tab][aria-selected=true]", "Waterfall");
    assertThat(browser.script("return document.activeElement.textContent")).isEqualTo("Waterfall");
    assertThat(
            browser.script("return document.querySelectorAll('[role=tab][tabindex=\"0\"]').length"))
        .isEqualTo(1L);
  }
}
