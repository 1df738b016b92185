// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Traces to look at: page loads of a shop, and one in which everything is broken. */
final class DemoTraces {
  static final String SLOW = "5b8aa5a2d2c872e8321cf37308d69df2";
  static final String FAST = "5b8aa5a2d2c872e8321cf37308d69df1";
  static final String BROKEN = "000000000000000000000000000000bb";
  static final String DEEP = "000000000000000000000000000000dd";
  static final String SQL =
      "SELECT product, COUNT(*) FROM purchases WHERE customer = ? GROUP BY product";

  private final Client client;

  DemoTraces(Client client) {
    this.client = client;
  }

  /** Sends them all. */
  void send() throws IOException {
    page(SLOW, 0, 1400, false);
    page(FAST, -5000, 40, false);
    for (int i = 1; i <= 12; i++) {
      page("%032x".formatted(0xabc000 + i), -1000L * i, i % 4 == 0 ? 900 : 60, i % 5 == 3);
    }
    broken();
    deep();
  }

  /** One trace, by services. */
  private static final class Builder {
    private final Map<String, List<String>> spans = new LinkedHashMap<>();
    private final String trace;
    private final long offset;
    private long lastId;

    private Builder(String trace, long offset) {
      this.trace = trace;
      this.offset = offset;
      this.lastId = Math.abs(trace.hashCode()) * 1000L;
    }

    /** Adds a span; kind is its number in OTLP, attributes are names and values by turns. */
    private long span(
        String service,
        long parent,
        int kind,
        String name,
        double start,
        double end,
        String... more) {
      long id = ++lastId;
      StringBuilder attributes = new StringBuilder();
      String status = "";
      for (int i = 0; i + 1 < more.length; i += 2) {
        if (more[i].equals("error")) {
          status = error(more[i + 1], offset + end);
        } else if (more[i].equals("link")) {
          status =
              ",\"links\":[{\"traceId\":\"" + more[i + 1] + "\",\"spanId\":\"00000000000000ff\"}]";
        } else {
          attributes.append(attributes.length() == 0 ? "" : ",");
          attributes.append(
              "{\"key\":\"%s\",\"value\":{\"stringValue\":\"%s\"}}"
                  .formatted(more[i], more[i + 1]));
        }
      }
      spans
          .computeIfAbsent(service, s -> new ArrayList<>())
          .add(
              """
              {"traceId":"%s","spanId":"%016x","parentSpanId":"%s","name":"%s","kind":%s,\
              "startTimeUnixNano":"%s","endTimeUnixNano":"%s","attributes":[%s]%s}"""
                  .formatted(
                      trace,
                      id,
                      parent == 0 ? "" : "%016x".formatted(parent),
                      name,
                      kind,
                      nanos(offset + start),
                      nanos(offset + end),
                      attributes,
                      status));
      return id;
    }

    private static long nanos(double millis) {
      return 1_790_000_000_000_000_000L + (long) (millis * 1e6);
    }

    private static String error(String message, double at) {
      return """
          ,"status":{"code":2,"message":"%1$s"},"events":[{"name":"exception","timeUnixNano":"%2$d",\
          "attributes":[{"key":"exception.type","value":{"stringValue":"java.io.IOException"}},\
          {"key":"exception.message","value":{"stringValue":"%1$s"}}]}]"""
          .formatted(message, nanos(at));
    }

    private void send(Client client) throws IOException {
      for (Map.Entry<String, List<String>> service : spans.entrySet()) {
        String request = Requests.of(service.getKey(), service.getValue().toArray(String[]::new));
        if (client.postJson("/v1/traces", request).status() != 200) {
          throw new IOException("refused");
        }
      }
    }
  }

  private void page(String trace, long offset, double query, boolean failing) throws IOException {
    Builder b = new Builder(trace, offset);
    double end = 560 + query;
    long root =
        b.span(
            "api-gateway",
            0,
            2,
            "GET /page/{user}",
            0,
            end,
            "http.request.method",
            "GET",
            "http.route",
            "/page/{user}",
            "url.path",
            "/page/4711",
            "http.response.status_code",
            "200");
    long call = b.span("api-gateway", root, 3, "GET", 4, 60, "server.address", "user");
    long user = b.span("user", call, 2, "GET /users/{id}", 6, 58);
    b.span(
        "user",
        user,
        3,
        "SELECT users",
        10,
        40,
        "db.system.name",
        "h2",
        "db.query.text",
        "SELECT * FROM users WHERE id = ?");
    call = b.span("api-gateway", root, 3, "GET", 62, 240, "server.address", "product");
    long product = b.span("product", call, 2, "GET /products", 66, 236);
    for (int i = 0; i < 24; i++) {
      b.span(
          "product",
          product,
          3,
          "SELECT products",
          70 + 6.5 * i,
          75 + 6.5 * i,
          "db.system.name",
          "h2",
          "db.query.text",
          "SELECT * FROM products WHERE id = ?");
    }
    call =
        b.span("api-gateway", root, 3, "GET", 244, 260 + query, "server.address", "recommendation");
    long recommendation = b.span("recommendation", call, 2, "GET /for/{user}", 248, 256 + query);
    b.span(
        "recommendation",
        recommendation,
        3,
        "SELECT purchases",
        250,
        252 + query,
        "db.system.name",
        "h2",
        "db.namespace",
        "shop",
        "db.query.text",
        SQL);
    call =
        b.span("api-gateway", root, 3, "GET", 270 + query, 430 + query, "server.address", "cart");
    long cart = b.span("cart", call, 2, "GET /carts/{user}", 274 + query, 426 + query);
    String[] pricing = failing ? new String[] {"error", "price list is empty"} : new String[0];
    b.span("pricing", cart, 2, "POST /prices", 290 + query, 400 + query, pricing);
    long sent =
        b.span(
            "api-gateway",
            root,
            4,
            "send page-views",
            440 + query,
            446 + query,
            "messaging.system",
            "kafka",
            "messaging.destination.name",
            "page-views");
    b.span(
        "product",
        sent,
        5,
        "process page-views",
        450 + query,
        470 + query,
        "messaging.system",
        "kafka");
    b.send(client);
    client.postJson(
        "/v1/logs",
        """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"recommendation"}}]},\
        "scopeLogs":[{"scope":{"name":"shop.Recommendations"},"logRecords":[{"traceId":"%s","spanId":"%016x",\
        "timeUnixNano":"%s","severityText":"WARN","body":{"stringValue":"no index on purchases.customer"}}]}]}]}"""
            .formatted(trace, recommendation, Builder.nanos(offset + 251)));
  }

  /** Calls in calls, 120 of them, by names without end. */
  private void deep() throws IOException {
    Builder b = new Builder(DEEP, -30_000);
    long parent = 0;
    for (int i = 0; i < 120; i++) {
      String service = i % 10 == 0 ? "a-service-with-a-name-without-end-" + i / 10 : "deep";
      parent =
          b.span(
              service,
              parent,
              1,
              i + "-com.example.department.project.module.Class.methodThatCallsTheNext",
              i,
              500 - i,
              "url.full",
              "http://example.com/" + "path/".repeat(60));
    }
    b.send(client);
  }

  /** An orphan, a ring of parents, a clock that is wrong, markup in every text, a link. */
  private void broken() throws IOException {
    Builder b = new Builder(BROKEN, -20_000);
    long orphan = b.span("orphanage", 0xdead, 1, "orphan", 0, 50);
    b.span("skewed", orphan, 2, "too early", -30, 20);
    long first = b.lastId + 1;
    b.span("ring", first + 1, 1, "chicken", 5, 10);
    b.span("ring", first, 1, "egg", 6, 9);
    b.span(
        "<img src=x onerror=alert(1)>",
        orphan,
        1,
        "<script>alert(1)</script>",
        10,
        20,
        "<b>key</b>",
        "<i>value</i>",
        "error",
        "<u>message</u>");
    b.span("linker", orphan, 1, "links out", 1, 2, "link", SLOW);
    b.send(client);
  }

  /** A trace of so many spans. */
  static void large(Client client, String trace, int spans) throws IOException {
    Random random = new Random(1);
    String[] services = {"import", "store", "worker"};
    List<Long> parents = new ArrayList<>();
    for (int sent = 0; sent < spans; sent += 5000) {
      Builder b = new Builder(trace, 0);
      b.lastId = 1_000_000L + sent;
      if (parents.isEmpty()) {
        parents.add(b.span("import", 0, 1, "import all", 0, 60_000));
      }
      for (int i = sent == 0 ? 1 : 0; i < Math.min(5000, spans - sent); i++) {
        long parent =
            parents.get(parents.size() - 1 - random.nextInt(Math.min(parents.size(), 300)));
        double start = random.nextDouble() * 55_000;
        long id =
            b.span(
                services[random.nextInt(3)],
                parent,
                1,
                "step " + random.nextInt(40),
                start,
                start + random.nextDouble() * 4000,
                "row",
                Integer.toString(i));
        if (random.nextInt(4) == 0) {
          parents.add(id);
        }
      }
      b.send(client);
    }
  }
}
