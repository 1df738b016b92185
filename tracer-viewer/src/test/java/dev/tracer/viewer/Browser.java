// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/**
 * A headless Chromium that is installed already: {@code chromium} and {@code chromedriver} of the
 * path, or of the system properties {@code browser} and {@code browser.driver}. Nothing is
 * downloaded.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final ChromeDriver driver;

  private Browser(Path browser, Path chromedriver, Path downloads) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking");
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .withTimeout(PATIENCE)
            .build();
    this.driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
  }

  /** Whether there is one. */
  static boolean isInstalled() {
    return find("browser", "chromium", "chromium-browser", "google-chrome").isPresent()
        && find("browser.driver", "chromedriver").isPresent();
  }

  static Browser start(Path downloads) {
    return new Browser(
        find("browser", "chromium", "chromium-browser", "google-chrome").orElseThrow(),
        find("browser.driver", "chromedriver").orElseThrow(),
        downloads);
  }

  private static Optional<Path> find(String property, String... names) {
    String given = System.getProperty(property);
    if (given != null) {
      return Optional.of(Path.of(given)).filter(Files::isExecutable);
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens an address as if it were typed: a changed fragment alone loads nothing anew. */
  void open(URI address) {
    driver.get("about:blank");
    driver.get(address.toString());
  }

  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Shows the page as it will be printed, or again as on a screen. */
  void print(boolean print) {
    if (print) {
      script("dispatchEvent(new Event('beforeprint'))");
    }
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", print ? "print" : ""));
    if (!print) {
      script("dispatchEvent(new Event('afterprint'))");
    }
  }

  /** Waits for an element that is seen. */
  WebElement see(String selector) {
    return await(
        () ->
            driver.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null),
        selector);
  }

  /** Waits for an element that is seen and has a text in it. */
  WebElement see(String selector, String text) {
    return await(
        () ->
            driver.findElements(By.cssSelector(selector)).stream()
                .filter(element -> element.isDisplayed() && element.getText().contains(text))
                .findFirst()
                .orElse(null),
        selector + " with " + text);
  }

  /** Clicks an element that {@link #see} finds, also if it is drawn anew meanwhile. */
  void click(String selector, String text) {
    await(
        () -> {
          see(selector, text).click();
          return true;
        },
        selector);
  }

  /** The same, whatever its text is. */
  void click(String selector) {
    click(selector, "");
  }

  /** The text of an element that {@link #see} finds, also if it is drawn anew meanwhile. */
  String textOf(String selector) {
    return await(() -> see(selector).getText(), selector);
  }

  /** An attribute that an element has which {@link #see} finds, also if it is drawn anew. */
  String attribute(String selector, String name) {
    return await(() -> see(selector).getAttribute(name), selector + " with " + name);
  }

  /** Waits for a script to return something else than null or false. */
  Object await(String script) {
    return await(
        () -> {
          Object result = script(script);
          return Boolean.FALSE.equals(result) ? null : result;
        },
        script);
  }

  /** What may be gone the moment it is looked at. */
  @FunctionalInterface
  private interface Look<T> {
    T take();
  }

  private <T> T await(Look<T> look, String what) {
    long begin = System.nanoTime();
    do {
      try {
        T seen = look.take();
        if (seen != null) {
          return seen;
        }
      } catch (StaleElementReferenceException | ElementClickInterceptedException e) {
        // drawn anew or moved meanwhile
      }
      // The page's own clock: lets it draw before the next look.
      driver.executeAsyncScript("setTimeout(arguments[arguments.length - 1], 30)");
    } while (System.nanoTime() - begin < PATIENCE.toNanos());
    throw new AssertionError(what + " not seen on " + text());
  }

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  Object asyncScript(String script) {
    return driver.executeAsyncScript(script);
  }

  /** How much processor time the page's thread has taken, whatever else the machine did. */
  double processorMillis() {
    driver.executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
    Map<String, Object> answer = driver.executeCdpCommand("Performance.getMetrics", Map.of());
    for (Object metric : (List<?>) answer.get("metrics")) {
      Map<?, ?> pair = (Map<?, ?>) metric;
      if ("TaskDuration".equals(pair.get("name"))) {
        return 1000 * ((Number) pair.get("value")).doubleValue();
      }
    }
    throw new AssertionError("no TaskDuration in " + answer);
  }

  /** Types keys to whatever has the focus. */
  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Types a key with Shift held. */
  void typeShifted(Keys key) {
    new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
  }

  void tab() {
    type(Keys.TAB);
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What the browser complained of: errors of scripts, breaches of the policy. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(Object::toString)
        .filter(line -> line.contains("SEVERE"))
        .toList();
  }

  WebDriver driver() {
    return driver;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
