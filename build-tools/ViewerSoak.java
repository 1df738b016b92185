// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures the viewer as a process: how soon the first page is there, how much memory 10,000 traces
 * take, and whether it grows under load that lasts for hours. Fails if the resident memory of the
 * last third of the load is more than a tenth above that of the middle third.
 *
 * <p>Usage: {@code java ViewerSoak.java <tracer-viewer-all.jar> <seconds of load> [<option of the
 * virtual machine> ...]}. Needs Linux, for {@code /proc}.
 */
final class ViewerSoak {
  private static final int SPANS = 5;
  private static final int TRACES_A_REQUEST = 50;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final URI uri;
  private long traces;

  private ViewerSoak(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  public static void main(String[] args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(args).subList(2, args.length));
    command.addAll(List.of("-jar", args[0], "--port", "0"));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    boolean steady;
    try {
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      URI uri = URI.create(output.readLine().substring("Traces: ".length()));
      long listening = System.nanoTime();
      uri.toURL().openStream().readAllBytes();
      System.out.printf(
          "listening after %d ms, first page after %d ms%n",
          millis(listening - start), millis(System.nanoTime() - start));
      ViewerSoak soak = new ViewerSoak(process, uri);
      steady = soak.run(Long.parseLong(args[1]));
    } finally {
      process.destroy();
    }
    System.exit(steady ? 0 : 1);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private boolean run(long seconds) throws Exception {
    System.out.println("empty: " + resident() / 1024 + " MB resident");
    while (traces < 10_000) {
      send();
    }
    System.out.println(
        "10,000 traces of " + SPANS + " spans: " + resident() / 1024 + " MB resident, " + status());
    long begin = System.nanoTime();
    List<Long> samples = new ArrayList<>();
    long next = 0;
    long look = Math.max(1, seconds / 30);
    for (long now = 0;
        now < seconds;
        now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)) {
      send();
      if (now >= next) {
        get("/api/traces?q=customer%3D7&limit=100");
        get("/api/map");
        samples.add(resident());
        System.out.printf(
            "%5d s  %,d traces sent  %d MB%n", now, traces, samples.get(samples.size() - 1) / 1024);
        next = now + look;
      }
    }
    System.out.println(status());
    int third = samples.size() / 3;
    long middle = max(samples.subList(third, 2 * third));
    long last = max(samples.subList(2 * third, samples.size()));
    System.out.printf("middle third: %d MB, last third: %d MB%n", middle / 1024, last / 1024);
    return last <= middle + middle / 10;
  }

  private static long max(List<Long> samples) {
    return samples.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The resident memory in KiB. */
  private long resident() throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  private String status() throws IOException, InterruptedException {
    return get("/api/status");
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private void send() throws IOException, InterruptedException {
    StringBuilder spans = new StringBuilder();
    for (int i = 0; i < TRACES_A_REQUEST; i++) {
      traces++;
      for (int s = 1; s <= SPANS; s++) {
        spans.append(spans.length() == 0 ? "" : ",").append(span(traces, s));
      }
    }
    String body =
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"soak\"}}]},"
            + "\"scopeSpans\":[{\"scope\":{\"name\":\"soak\"},\"spans\":["
            + spans
            + "]}]}]}";
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve("/v1/traces"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
  }

  private static String span(long trace, int id) {
    long start = 1_790_000_000_000_000_000L + trace * 1_000_000 + id * 1000L;
    return """
        {"traceId":"%032x","spanId":"%016x","parentSpanId":"%s","name":"operation %d","kind":2,\
        "startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[\
        {"key":"http.route","value":{"stringValue":"/orders/{id}"}},\
        {"key":"url.path","value":{"stringValue":"/orders/%d"}},\
        {"key":"http.response.status_code","value":{"intValue":"200"}},\
        {"key":"customer","value":{"intValue":"%d"}}]}"""
        .formatted(
            trace,
            id,
            id == 1 ? "" : "%016x".formatted(id - 1),
            id,
            start,
            start + 50_000_000 / id,
            trace,
            trace % 1000);
  }
}
