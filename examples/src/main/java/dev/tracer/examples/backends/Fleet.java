// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.examples.Options;
import dev.tracer.export.otlp.OtlpExporter;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A fleet in small: services send to the agents of their hosts, these to a load balancer, which
 * gives each trace to one of two tail samplers, and what they keep goes to the backend. All are
 * OpenTelemetry Collectors with the configurations in {@code examples/backends/fleet}. Fails if the
 * samplers keep other traces than those that failed or were slow, or not all of their spans.
 */
public final class Fleet {
  private static final int TRACES = 2_000;
  private static final int SPANS_PER_TRACE = 4;

  private final Programs programs;
  private final Path configurations;
  private final Map<String, String> places = new HashMap<>();
  private final Set<String> wanted = new TreeSet<>();

  private Fleet(Programs programs, Path configurations) {
    this.programs = programs;
    this.configurations = configurations;
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = new Options("fleet", args);
    Path configurations =
        Path.of(System.getProperty("examples.dir", "examples"), "backends", "fleet");
    options.ci();
    options.done();
    if (new Collector().version() == null) {
      System.out.println("not run: it needs examples/backends/install collector");
      return;
    }
    boolean right;
    try (Programs programs = new Programs()) {
      Fleet fleet = new Fleet(programs, configurations.toAbsolutePath());
      fleet.start();
      fleet.sendTraces();
      right = fleet.check();
    }
    System.exit(right ? 0 : 1);
  }

  private void start() throws IOException, InterruptedException {
    for (String name : List.of("AGENT_1", "AGENT_2", "BALANCER", "SAMPLER_1", "SAMPLER_2")) {
      places.put(name, "127.0.0.1:" + Programs.freePort());
    }
    for (String number : List.of("1", "2")) {
      collector(
          "sampler",
          Map.of(
              "SAMPLER", places.get("SAMPLER_" + number), "BACKEND", backend(number).toString()));
    }
    collector("balancer", Map.of());
    for (String number : List.of("1", "2")) {
      collector("agent", Map.of("AGENT", places.get("AGENT_" + number)));
    }
  }

  private Path backend(String number) {
    return programs.folder().resolve("backend-" + number + ".jsonl");
  }

  private void collector(String name, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(places);
    environment.putAll(more);
    String health = "127.0.0.1:" + Programs.freePort();
    environment.put("HEALTH", health);
    programs.start(
        name + "-" + health,
        URI.create("http://" + health + "/"),
        List.of(
            new Collector().home().resolve("otelcol").toString(),
            "--config",
            configurations.resolve(name + ".yaml").toString()),
        environment);
  }

  private void sendTraces() {
    try (Tracer shop = tracer("shop", "AGENT_1");
        Tracer bank = tracer("bank", "AGENT_2")) {
      for (int i = 0; i < TRACES; i++) {
        boolean failed = i % 20 == 3;
        boolean slow = i % 50 == 7;
        String id = trace(shop, bank, failed, slow);
        if (failed || slow) {
          wanted.add(id);
        }
        if (i % 100 == 0) { // one thread makes them faster than the queue takes them
          shop.flush(Duration.ofSeconds(20));
          bank.flush(Duration.ofSeconds(20));
        }
      }
      for (Tracer tracer : List.of(shop, bank)) {
        tracer.close(Duration.ofSeconds(20));
        System.out.println(tracer.resource().serviceName() + ": " + tracer.stats().exporters());
      }
    }
  }

  private Tracer tracer(String service, String agent) {
    return Tracer.builder(service)
        .exporter(OtlpExporter.http("http://" + places.get(agent)))
        .build();
  }

  /** A request at one host that calls another; returns the trace's id. */
  private static String trace(Tracer shop, Tracer bank, boolean failed, boolean slow) {
    Instant start = Instant.now();
    Span request =
        shop.spanBuilder("GET /pay").kind(SpanKind.SERVER).noParent().startTime(start).start();
    Context here = Context.root().with(request);
    Span call = shop.spanBuilder("POST").kind(SpanKind.CLIENT).parent(here).start();
    Map<String, String> headers = new HashMap<>();
    shop.inject(Context.root().with(call), headers, CarrierSetter.ofMap());
    Context there = bank.extract(headers, CarrierGetter.ofMap());
    Span charge = bank.spanBuilder("POST /charge").kind(SpanKind.SERVER).parent(there).start();
    Span query = bank.spanBuilder("UPDATE account").parent(Context.root().with(charge)).start();
    query.status(failed ? StatusCode.ERROR : StatusCode.UNSET).end();
    charge.end();
    call.end();
    request.end(slow ? start.plusMillis(800) : start.plusMillis(20));
    return request.traceId();
  }

  private boolean check() throws IOException, InterruptedException {
    Map<String, Fields> all = Programs.await(this::kept, this::isComplete);
    Map<String, Integer> spans = new TreeMap<>();
    all.values().forEach(span -> spans.merge(span.values().get("trace"), 1, Integer::sum));
    Set<String> first = traces("1");
    Set<String> second = traces("2");
    Set<String> both = new HashSet<>(first);
    both.retainAll(second);
    long whole = spans.values().stream().filter(count -> count == SPANS_PER_TRACE).count();
    System.out.printf(
        "%d traces sent, %d failed or slow, %d kept, %d of them whole;"
            + " sampler 1 has %d, sampler 2 %d, both %d%n",
        TRACES, wanted.size(), spans.size(), whole, first.size(), second.size(), both.size());
    boolean right =
        spans.keySet().equals(wanted)
            && whole == wanted.size()
            && both.isEmpty()
            && !first.isEmpty()
            && !second.isEmpty();
    System.out.println(right ? "as it should be" : "WRONG");
    return right;
  }

  private boolean isComplete(Map<String, Fields> spans) {
    return spans.size() >= wanted.size() * SPANS_PER_TRACE;
  }

  private Map<String, Fields> kept() throws IOException {
    Map<String, Fields> spans = read("1");
    spans.putAll(read("2"));
    return spans;
  }

  private Set<String> traces(String number) throws IOException {
    Set<String> ids = new TreeSet<>();
    read(number).values().forEach(span -> ids.add(span.values().get("trace")));
    return ids;
  }

  private Map<String, Fields> read(String number) throws IOException {
    Map<String, Fields> spans = new TreeMap<>();
    Path file = backend(number);
    String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      if (!line.isEmpty()) {
        OtlpAnswer.read(Json.parse(line), spans);
      }
    }
    return spans;
  }
}
