// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.backends;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Resource;
import dev.tracer.Span;
import dev.tracer.SpanKind;
import dev.tracer.SpanLimits;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.TracerBuilder;
import dev.tracer.TracerStats;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.xray.XRayIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An order in a shop of five services, sent through an exporter, and kept besides as it was meant.
 * There is a trace of the order, one with values that formats find hard, one with numbers that JSON
 * does not have, and one that began where trace ids have 64 bits. Confined to one thread.
 */
final class ShopTrace implements AutoCloseable {
  private static final List<String> SERVICES =
      List.of("frontend", "checkout", "payment", "inventory", "mail");

  private final Map<String, Tracer> tracers = new TreeMap<>();
  private final InMemoryExporter meant = InMemoryExporter.create();

  /** What became of the spans. */
  record Sent(List<SpanData> spans, long acknowledged, List<String> errors) {
    /** The spans' fields by their ids. */
    Map<String, Fields> fields() {
      Map<String, Fields> fields = new TreeMap<>();
      spans.forEach(span -> fields.put(span.spanId(), Fields.of(span)));
      return fields;
    }

    List<String> traceIds() {
      return spans.stream().map(SpanData::traceId).distinct().toList();
    }
  }

  private ShopTrace(Supplier<SpanExporter> exporters, boolean forXRay) {
    for (String service : SERVICES) {
      TracerBuilder builder =
          Tracer.builder(service)
              .resource(
                  Resource.of(Attributes.of("service.version", "1.2.3", "deployment.ring", 3)))
              .limits(SpanLimits.DEFAULT.withAttributes(20).withEvents(3))
              .exporter(meant)
              .exporter(exporters.get());
      if (forXRay) {
        builder.idGenerator(XRayIds.create());
      }
      tracers.put(service, builder.build());
    }
  }

  /**
   * Makes the spans, sends each service's through an exporter of its own, and waits for the end.
   */
  static Sent send(Supplier<SpanExporter> exporters, boolean forXRay) {
    try (ShopTrace shop = new ShopTrace(exporters, forXRay)) {
      shop.order();
      shop.values();
      shop.noNumbers();
      if (!forXRay) { // its trace ids tell the time
        shop.narrowId();
      }
      shop.tracers.values().forEach(tracer -> tracer.close(Duration.ofSeconds(20)));
      List<String> errors = new ArrayList<>();
      long acknowledged = 0;
      for (Tracer tracer : shop.tracers.values()) {
        TracerStats.Exporter account = tracer.stats().exporters().get(1);
        acknowledged += account.exported();
        if (account.lastError() != null && !errors.contains(account.lastError())) {
          errors.add(account.lastError());
        }
      }
      return new Sent(shop.meant.spans(), acknowledged, errors);
    }
  }

  @Override
  public void close() {
    tracers.values().forEach(Tracer::close);
  }

  private Tracer at(String service) {
    return tracers.get(service).instrumentation("shop.http", "2.1");
  }

  /** Starts a span of a service that a call from elsewhere reaches. */
  private Span reached(String service, SpanKind kind, String name, Span caller) {
    Map<String, String> headers = new HashMap<>();
    Tracer tracer = at(service);
    tracer.inject(Context.root().with(caller), headers, CarrierSetter.ofMap());
    Context from = tracer.extract(headers, CarrierGetter.ofMap());
    return tracer.spanBuilder(name).kind(kind).parent(from).start();
  }

  private Span child(String service, SpanKind kind, String name, Span parent) {
    return at(service).spanBuilder(name).kind(kind).parent(Context.root().with(parent)).start();
  }

  // the traces

  private void order() {
    Span request = at("frontend").spanBuilder("POST /orders").kind(SpanKind.SERVER).start();
    request
        .set("http.request.method", "POST")
        .set("url.path", "/orders")
        .set("http.response.status_code", 201)
        .set("server.address", "shop.example")
        .set("server.port", 443);
    Span call = child("frontend", SpanKind.CLIENT, "POST", request);
    call.set("http.request.method", "POST")
        .set("url.full", "http://checkout.internal:8080/checkout?basket=REDACTED")
        .set("server.address", "checkout.internal")
        .set("server.port", 8080)
        .set("network.peer.address", "10.1.2.3")
        .set("network.peer.port", 8080);
    Span checkout = reached("checkout", SpanKind.SERVER, "POST /checkout", call);
    checkout.set("http.response.status_code", 200L).set("basket.value", 12.75).set("new", true);
    stock(checkout);
    pay(checkout);
    mail(checkout);
    checkout.end();
    call.end();
    request.status(StatusCode.OK).end();
  }

  private void stock(Span checkout) {
    Span call = child("checkout", SpanKind.CLIENT, "GET", checkout);
    Span answer = reached("inventory", SpanKind.SERVER, "GET /stock/{article}", call);
    Span query = child("inventory", SpanKind.CLIENT, "SELECT stock", answer);
    query
        .set("db.system.name", "postgresql")
        .set("db.namespace", "shop")
        .set("db.query.text", "SELECT amount FROM stock WHERE article = ?")
        .set("db.operation.name", "SELECT")
        .set("server.address", "db.internal")
        .set("server.port", 5432)
        .event("cache miss", Attributes.of("cache.name", "articles", "cache.size", 4096))
        .event("rows read")
        .end();
    answer.end();
    call.end();
  }

  private void pay(Span checkout) {
    Span failed = child("checkout", SpanKind.CLIENT, "POST", checkout);
    Span refused = reached("payment", SpanKind.SERVER, "POST /charge", failed);
    refused
        .set("http.response.status_code", 503)
        .fail(new IllegalStateException("the bank \"Müller & Söhne\" does not answer"))
        .end();
    failed.set("http.response.status_code", 503).status(StatusCode.ERROR, "503").end();
    Span again = child("checkout", SpanKind.CLIENT, "POST", checkout);
    again.set("http.request.resend_count", 1);
    reached("payment", SpanKind.SERVER, "POST /charge", again).end();
    again.end();
  }

  private void mail(Span checkout) {
    Span send = child("checkout", SpanKind.PRODUCER, "send orders", checkout);
    send.set("messaging.system", "kafka")
        .set("messaging.destination.name", "orders")
        .set("messaging.kafka.message.key", "4711")
        .end();
    Span process = reached("mail", SpanKind.CONSUMER, "process orders", send);
    process
        .set("messaging.kafka.offset", 9_007_199_254_740_993L)
        .link(send.context(), Attributes.of("messaging.batch.index", 0))
        .link(checkout.context())
        .end();
  }

  private void values() {
    Tracer tracer = at("inventory");
    Span span =
        tracer.spanBuilder("odd values: \u00fc \u4e16\u754c \ud83d\ude00 \"quoted\" \\").start();
    span.set("unicode", "\u00e9\u0000\u001f\u2028\u2029\ud83d\udc7e</script>")
        .set("schl\u00fcssel", "caf\u00e9")
        .set("long", "0123456789".repeat(1_000))
        .set("empty", "")
        .set("least", Long.MIN_VALUE)
        .set("most", Long.MAX_VALUE)
        .set("minus zero", -0.0)
        .set("tiny", Double.MIN_VALUE)
        .set("third", 1 / 3.0)
        .set("list", List.of("a", 1, 2.5, true, List.of("nested")))
        .set("map", Map.of("key", "value", "n", 7))
        .set("empty list", List.of())
        .set("bytes", new byte[] {0, 1, -1});
    span.end();
    Span crowded = child("inventory", SpanKind.INTERNAL, "more than the limits", span);
    for (int i = 0; i < 30; i++) {
      crowded.set("n" + i, i).event("event " + i);
    }
    crowded.end();
    Instant moment = Instant.now();
    tracer
        .spanBuilder("no time at all")
        .parent(Context.root().with(span))
        .startTime(moment)
        .start()
        .end(moment);
  }

  private void noNumbers() {
    at("payment")
        .spanBuilder("no numbers")
        .set("ratio", Double.NaN)
        .set("limit", Double.POSITIVE_INFINITY)
        .start()
        .end();
  }

  private void narrowId() {
    Tracer tracer = at("frontend");
    String id = String.format("%016x", System.nanoTime() | (1L << 62));
    Context from =
        tracer.extract(
            Map.of("traceparent", "00-0000000000000000" + id + "-" + id + "-01"),
            CarrierGetter.ofMap());
    tracer.spanBuilder("GET /from/afar").kind(SpanKind.SERVER).parent(from).start().end();
  }
}
