// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import dev.tracer.examples.KafkaBroker;
import dev.tracer.examples.Options;
import dev.tracer.export.SpanData;
import dev.tracer.export.text.WaterfallExporter;
import dev.tracer.viewer.Viewer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The story of the slow page: six services, each a process of its own, HTTP between them, an event
 * behind, a database whose query misses an index. Loads the page, opens a viewer, says what the
 * slowest trace says; with {@code --fix} creates the index and shows what it changed. {@code
 * --in-process} runs all services in this process.
 */
public final class Shop implements AutoCloseable {
  private static final int ENOUGH_SPANS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Map<String, String> addresses = new TreeMap<>();
  private final HttpClient browser =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Viewer viewer;

  private Shop(boolean inProcess) throws Exception {
    viewer = closing(Viewer.start());
    System.out.println("Traces: " + viewer.uri());
    KafkaBroker broker = closing(new KafkaBroker());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(PageViews.TOPIC, 1, (short) 1))).all().get();
    }
    for (String name : Services.NAMES) {
      Setup setup =
          new Setup(name, viewer.uri().toString(), broker.bootstrap(), Map.copyOf(addresses));
      if (inProcess) {
        addresses.put(name, closing(Services.start(setup)).address());
      } else {
        addresses.put(name, closing(new ServiceProcess(setup)).address());
      }
      System.out.println(name + " runs at " + addresses.get(name));
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    running.push(resource);
    return resource;
  }

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    Options options = new Options("shop", args, "in-process", "fix");
    boolean ci = options.ci();
    boolean inProcess = options.flag("in-process");
    boolean fix = options.flag("fix") || ci;
    int requests = options.number("requests", ci ? 3 : 6, 1, 100_000);
    options.done();
    boolean told;
    try (Shop shop = new Shop(inProcess)) {
      told = shop.tell(requests, fix);
      if (!ci) {
        System.out.println(
            "\nThe viewer stays at " + shop.viewer.uri() + " until you press Enter.");
        System.in.read();
      }
    }
    System.exit(told ? 0 : 1);
  }

  private boolean tell(int requests, boolean fix) throws Exception {
    warmUp();
    Findings before = load(requests);
    System.out.println("\nThe slowest of " + requests + " page loads:\n");
    draw(before.spans());
    System.out.println("\nIn the viewer: " + viewer.uri() + "#/trace/" + before.traceId());
    SpanData culprit = before.culprit();
    Object statement = culprit.attributes().get("db.query.text");
    System.out.printf(
        "%nOf %s the span '%s' of the service '%s' took %s itself:%n  %s%n",
        text(before.duration()),
        culprit.name(),
        culprit.resource().serviceName(),
        text(culprit.durationNanos()),
        statement);
    int lines = logLines(before.traceId());
    System.out.println("\nLog lines that the viewer shows in its spans: " + lines);
    boolean told = statement != null && before.size() >= ENOUGH_SPANS && lines > 1;
    if (!fix) {
      System.out.println(
          "\nThe table has no index by product. What creating it changes: examples/run shop --fix");
      return told;
    }
    System.out.println("\n" + get("recommendation", "/index") + "\n");
    warmUp();
    Findings after = load(requests);
    compare(before, after);
    String slow = Findings.operation(culprit); // and not of the whole page, as machines may stall
    return told
        && after.selfTimes().getOrDefault(slow, Long.MAX_VALUE) < before.selfTimes().get(slow) / 2;
  }

  /** Loads the page so many times; the slowest trace, when all of them have come. */
  private Findings load(int requests) throws Exception {
    Set<String> former = Set.copyOf(pageLoads());
    for (int i = 0; i < requests; i++) {
      get("api-gateway", "/page/" + (1 + i % 10));
    }
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < PATIENCE.toNanos()) {
      List<Findings> whole =
          pageLoads().stream()
              .filter(id -> !former.contains(id))
              .map(id -> new Findings(viewer.spans(id)))
              .filter(Findings::isWhole)
              .toList();
      if (whole.size() == requests) {
        return whole.get(0);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    throw new IOException("not all traces came within a minute");
  }

  /** The traces of page loads that have come so far, the slowest first. */
  private List<String> pageLoads() {
    return viewer.find("service=api-gateway&operation=GET+/page/%7Buser%7D&sort=duration");
  }

  /** How many log lines the viewer has of a trace; waits for those of two services. */
  private int logLines(String trace) throws Exception {
    URI uri = viewer.uri().resolve("/api/traces/" + trace + "?format=json");
    int lines = 0;
    for (long begin = System.nanoTime();
        lines < 2 && System.nanoTime() - begin < PATIENCE.toNanos(); ) {
      String answer =
          browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      lines = answer.split("\"severityText\"", -1).length - 1;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return lines;
  }

  /**
   * Loads the page once before it counts: a first request is slow for other reasons. Its caller
   * says that the trace is not recorded, so it is not among those that the viewer shows.
   */
  private void warmUp() throws IOException, InterruptedException {
    URI uri = URI.create(addresses.get("api-gateway") + "/page/1");
    String unrecorded = "00-%016x%016x-%016x-00".formatted(1, System.nanoTime(), 1);
    send(HttpRequest.newBuilder(uri).header("traceparent", unrecorded).build());
  }

  private String get(String service, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(addresses.get(service) + path)).build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = browser.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + " answered " + response.statusCode());
    }
    return response.body();
  }

  private static void draw(List<SpanData> spans) {
    WaterfallExporter waterfall = WaterfallExporter.create();
    waterfall.export(spans);
    waterfall.close(Duration.ofSeconds(5));
  }

  private void compare(Findings before, Findings after) {
    System.out.println(
        SideBySide.draw(
            "Before: " + text(before.duration()),
            before.spans(),
            "After: " + text(after.duration()),
            after.spans(),
            SideBySide.columns()));
    System.out.printf("%-54s %12s %12s%n", "self time by operation", "before", "after");
    Map<String, Long> now = after.selfTimes();
    before
        .selfTimes()
        .forEach(
            (operation, nanos) ->
                System.out.printf(
                    "%-54s %12s %12s%n",
                    operation, text(nanos), text(now.getOrDefault(operation, 0L))));
    System.out.printf(
        "%-54s %12s %12s%n", "the whole page", text(before.duration()), text(after.duration()));
    System.out.println(
        "\nCompare them in the viewer: "
            + viewer.uri()
            + "#/compare/"
            + before.traceId()
            + "/"
            + after.traceId());
  }

  private static String text(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable resource : running) {
      resource.close();
    }
  }
}
