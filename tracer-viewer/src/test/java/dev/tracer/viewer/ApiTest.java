// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {
  private final Viewer viewer = Viewer.start();
  private final Client client = new Client(viewer.uri());

  private static String id(int n) {
    return "%032x".formatted(n);
  }

  @BeforeEach
  void fill() throws IOException {
    String sql =
        ",\"attributes\":[{\"key\":\"db.query.text\",\"value\":{\"stringValue\":\"SELECT * FROM Orders\"}},"
            + "{\"key\":\"db.system.name\",\"value\":{\"stringValue\":\"h2\"}}]";
    String error = ",\"status\":{\"code\":2,\"message\":\"card declined\"}";
    String select =
        Requests.span(id(1), 2, 1, "SELECT", 10, 90, sql).replace("\"kind\":1", "\"kind\":3");
    client.postJson(
        "/v1/traces",
        Requests.of("shop", Requests.span(id(1), 1, 0, "GET /page", 0, 100, ""), select));
    client.postJson(
        "/v1/traces", Requests.of("shop", Requests.span(id(2), 3, 0, "POST /pay", 1000, 1010, "")));
    client.postJson(
        "/v1/traces", Requests.of("pay", Requests.span(id(2), 4, 3, "charge", 1001, 1005, error)));
    client.postJson(
        "/v1/traces", Requests.of("mail", Requests.span(id(3), 5, 9, "send", 2000, 2001, "")));
    client.postJson(
        "/v1/logs",
        """
        {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"%s",\
        "body":{"stringValue":"out of Stock"}}]}]}]}"""
            .formatted(id(2)));
  }

  @AfterEach
  void close() {
    viewer.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3 2 1",
    "sort=duration, 1 2 3",
    "sort=duration&order=asc, 3 2 1",
    "sort=start&order=asc, 1 2 3",
    "sort=name&order=asc, 1 2 3",
    "limit=1, 3",
    "service=shop, 2 1",
    "service=pay, 2",
    "service=pay&operation=charge, 2",
    "service=shop&operation=charge, ''",
    "operation=SELECT, 1",
    "minMs=10, 2 1",
    "minMs=9.5, 2 1",
    "minMs=10.000001, 1",
    "maxMs=1.5, 3",
    "maxMs=0.999999, ''",
    "minMs=1e1, 2 1",
    "maxMs=1e300, 3 2 1",
    "maxMs=10, 3 2",
    "errors=true, 2",
    "q=orders, 1",
    "q=DB.QUERY.TEXT%3Dfrom, 1",
    "q=name%3Dorders, ''",
    "q=select+h2, 1",
    "q=select+nothing, ''",
    "q=declined, 2",
    "q=00000000000000000000000000000003, 3",
    "q=service.name%3Dmail, 3",
    "q=query.text, 1",
    "q=stock, 2",
    "q=Service.Name, 3 2 1"
  })
  void search_findsBy(String query, String traces) throws IOException {
    String answer = client.get("/api/traces?" + query).text();
    StringBuilder found = new StringBuilder();
    for (int at = answer.indexOf("\"traceId\"");
        at >= 0;
        at = answer.indexOf("\"traceId\"", at + 1)) {
      found.append(found.length() == 0 ? "" : " ").append(answer.charAt(at + 11 + 31));
    }
    assertThat(found.toString()).isEqualTo(traces);
  }

  @Test
  void list_countsWhatIsLeftOut() throws IOException {
    assertThat(client.get("/api/traces?limit=1&service=shop").text())
        .contains("\"matched\":2,\"leftOut\":1,\"total\":3");
    assertThat(client.get("/api/traces?format=text&maxBytes=150").text())
        .contains("1 of 3 traces that match, 3 in memory")
        .hasSizeLessThan(250);
  }

  @Test
  void text_isBoundedInBytesNotInCharacters() throws IOException {
    StringBuilder spans = new StringBuilder(Requests.span(id(7), 1, 0, "root", 0, 900, ""));
    for (int i = 2; i <= 50; i++) {
      String name = "漢".repeat(60) + i;
      String alone = Requests.span("%032x".formatted(100 + i), 1, 0, name, 0, i, "");
      client.postJson("/v1/traces", Requests.of("wide", alone));
      spans.append(',').append(Requests.span(id(7), i, 1, name, i, i + 1, ""));
    }
    client.postJson("/v1/traces", Requests.of("wide", spans.toString()));
    for (String path : new String[] {"/api/traces?", "/api/traces/" + id(7) + "?"}) {
      String text = client.get(path + "format=text&maxBytes=4000").text();
      assertThat(text).contains("漢");
      assertThat(text.getBytes(StandardCharsets.UTF_8).length).as(path).isLessThan(4200);
    }
  }

  @Test
  void summary_tellsErrorsServicesAndMissingRoot() throws IOException {
    String list = client.get("/api/traces").text();
    assertThat(list)
        .contains("\"errors\":1,\"running\":0,\"rootless\":false,\"services\":[\"pay\",\"shop\"]");
    assertThat(list)
        .contains("\"name\":\"send\"")
        .containsPattern("\"rootless\":true,\"services\":\\[\"mail\"");
  }

  @Test
  void trace_isBoundedInBytesAndCountsTheRest() throws IOException {
    StringBuilder spans = new StringBuilder(Requests.span(id(7), 1, 0, "root", 0, 900, ""));
    for (int i = 2; i <= 500; i++) {
      spans.append(',').append(Requests.span(id(7), i, 1, "child " + i, i, i + 1, ""));
    }
    client.postJson("/v1/traces", Requests.of("big", spans.toString()));
    String text = client.get("/api/traces/" + id(7) + "?format=text&maxBytes=4000").text();
    assertThat(text).contains("root", "left out").hasSizeLessThan(6000);
    String json = client.get("/api/traces/" + id(7) + "?maxBytes=10000").text();
    assertThat(json)
        .contains("\"name\":\"root\"")
        .containsPattern("\"leftOut\":\\{\"spans\":4\\d\\d,");
    assertThat(json.length()).isLessThan(11_000);
    assertThat(client.get("/api/traces/" + id(7)).text()).doesNotContain("leftOut");
  }

  @Test
  void textOfALargeTrace_tellsTheWholeTracesTotals() throws IOException {
    StringBuilder spans = new StringBuilder(Requests.span(id(7), 1, 0, "root", 0, 9000, ""));
    for (int i = 2; i <= 500; i++) {
      String error = i % 100 == 0 ? ",\"status\":{\"code\":2}" : "";
      spans.append(',').append(Requests.span(id(7), i, 1, "child " + i, i, i + 1, error));
    }
    client.postJson("/v1/traces", Requests.of("big", spans.toString()));
    client.postJson(
        "/v1/traces", Requests.of("late", Requests.span(id(7), 501, 1, "end", 8999, 9500, "")));
    String text = client.get("/api/traces/" + id(7) + "?format=text&maxBytes=4000").text();
    assertThat(text)
        .startsWith(
            "trace "
                + id(7)
                + " · 9.50 s · 501 spans · 5 errors · big, late\nthe first 100 spans:\n")
        .containsOnlyOnce("trace " + id(7))
        .contains("401 spans that started later, 4 of them failed");
  }

  @Test
  void textOfATraceLargerThanAWaterfall_isInOnePiece() throws IOException {
    StringBuilder spans = new StringBuilder(Requests.span(id(7), 1, 0, "root", 0, 90_000, ""));
    for (int i = 2; i <= 12_000; i++) {
      spans.append(',').append(Requests.span(id(7), i, 1, "child", i, i + 1, ""));
    }
    client.postJson("/v1/traces", Requests.of("big", spans.toString()));
    assertThat(client.get("/api/traces/" + id(7) + "?format=text&maxBytes=9000000").text())
        .contains("12000 spans", "2000 spans that started later")
        .doesNotContain("continued", "missing parent");
  }

  @Test
  void whatTheViewerCut_isToldApartFromWhatTheSenderDropped() throws IOException {
    String key = "{\"key\":\"k%s\",\"value\":{\"intValue\":\"1\"}}";
    String keys =
        IntStream.range(0, AttributesDraft.LIMIT + 7)
            .mapToObj(key::formatted)
            .collect(Collectors.joining(","));
    String events =
        "{\"name\":\"e\"},".repeat(SpanDraft.MAX_EVENTS + 1)
            + "{\"attributes\":["
            + key.formatted(1)
            + "]}";
    String more =
        ",\"droppedAttributesCount\":3,\"attributes\":[" + keys + "],\"events\":[" + events + "]";
    client.postJson(
        "/v1/traces",
        Requests.of(
            "s",
            Requests.span(id(8), 1, 0, "large", 0, 1, more),
            Requests.span(id(8), 2, 1, "small", 0, 1, ",\"droppedAttributesCount\":4")));
    assertThat(client.get("/api/traces/" + id(8) + "?maxBytes=9000000").text())
        .contains("\"droppedAttributesCount\":10")
        .endsWith(
            ",\"cutByViewer\":[{\"spanId\":\"0000000000000001\",\"attributes\":7,\"events\":2,\"links\":0}]}");
    assertThat(client.get("/api/traces/" + id(8) + "?format=text").text())
        .endsWith("(beyond the viewer's limits: 7 attributes, 2 events)\n");
    assertThat(client.get("/api/traces/" + id(1)).text()).doesNotContain("cutByViewer");
    assertThat(client.get("/api/traces/" + id(1) + "?format=text").text()).doesNotContain("limits");
  }

  @Test
  void secondSpanOfAnId_isCountedAndTold() throws IOException {
    String first = Requests.span(id(8), 1, 0, "first", 0, 1, "");
    client.postJson("/v1/traces", Requests.of("s", first));
    client.postJson("/v1/traces", Requests.of("s", first)); // sent again, as its answer was lost
    assertThat(client.get("/api/status").text()).contains("\"conflictingSpans\":0");
    assertThat(client.get("/api/traces/" + id(8)).text()).doesNotContain("conflicting");
    client.postJson("/v1/traces", Requests.of("s", Requests.span(id(8), 1, 0, "second", 0, 1, "")));
    client.postJson("/v1/traces", Requests.of("other", first));
    assertThat(client.get("/api/status").text()).contains("\"spans\":6", "\"conflictingSpans\":2");
    assertThat(client.get("/api/traces/" + id(8)).text()).endsWith(",\"conflictingSpans\":2}");
    assertThat(client.get("/api/traces/" + id(8) + "?format=text").text())
        .endsWith("(lost: 2 spans with the id of another span)\n");
  }

  @Test
  void textOfAList_countsOneAsOne() throws IOException {
    assertThat(client.get("/api/traces?format=text&service=pay").text())
        .contains(
            "  2 spans  1 error  shop > POST /pay\n", "1 of 1 trace that matches, 3 in memory");
    assertThat(client.get("/api/traces?format=text&service=mail").text())
        .contains("  1 span  mail > send\n");
  }

  @Test
  void numbersOfMilliseconds_mustBeNumbers() throws IOException {
    for (String number : new String[] {"x", "-1", "NaN", "-0.1", "1f", "Infinity"}) {
      assertThat(client.get("/api/traces?minMs=" + number).status()).as(number).isEqualTo(400);
    }
  }

  @Test
  void map_tellsMessagesApartFromCalls() throws IOException {
    String consumed = Requests.span(id(8), 3, 1, "count", 100, 190, "");
    client.postJson(
        "/v1/traces", Requests.of("front", Requests.span(id(8), 1, 0, "GET /page", 0, 100, "")));
    client.postJson(
        "/v1/traces",
        Requests.of(
            "back",
            Requests.span(id(8), 2, 1, "GET /one", 10, 20, ""),
            consumed.replace("\"kind\":1", "\"kind\":5")));
    assertThat(client.get("/api/map").text())
        .contains(
            "{\"from\":\"front\",\"to\":\"back\",\"calls\":1,\"errors\":0,\"p50Nanos\":10000000,\"p99Nanos\":10000000,"
                + "\"messages\":{\"count\":1,\"errors\":0,\"p50Nanos\":90000000,\"p99Nanos\":90000000}}")
        .contains(
            "{\"name\":\"back\",\"calls\":1,",
            "\"p50Nanos\":10000000,\"p99Nanos\":10000000,\"messages\"");
  }

  @Test
  void text_tellsOfRingsAndOfEndsBeforeStarts() throws IOException {
    client.postJson(
        "/v1/traces",
        Requests.of(
            "s",
            Requests.span(id(8), 1, 2, "a", 0, 1, ""),
            Requests.span(id(8), 2, 1, "b", 0, 1, ""),
            Requests.span(id(8), 3, 2, "c", 9, 5, ""),
            Requests.span(id(8), 4, 4, "own parent", 0, 1, ""),
            Requests.span(id(8), 5, 0, "root", 0, 1, "")));
    assertThat(client.get("/api/traces/" + id(8) + "?format=text").text())
        .contains("(2 rings of parents, cut open at: a, own parent)\n")
        .contains("(1 span ends before it starts: c)\n");
    assertThat(client.get("/api/traces/" + id(1) + "?format=text").text())
        .doesNotContain("ring", "before");
  }

  @Test
  void texts_makeDirectionsVisible() throws IOException {
    String name = "GET /\u202Eegap";
    client.postJson("/v1/traces", Requests.of(name, Requests.span(id(8), 1, 0, name, 0, 1, "")));
    for (String path :
        new String[] {
          "/" + id(8) + "?format=text", "/" + id(8) + "?format=critical", "?format=text"
        }) {
      assertThat(client.get("/api/traces" + path).text())
          .contains("GET /\\u202eegap")
          .doesNotContain("\u202E");
    }
  }

  @Test
  void linksTo_findsTheTracesThatLink() throws IOException {
    String link = ",\"links\":[{\"traceId\":\"" + id(2) + "\",\"spanId\":\"0000000000000003\"}]";
    client.postJson(
        "/v1/traces", Requests.of("batch", Requests.span(id(9), 1, 0, "poll", 0, 1, link)));
    assertThat(client.get("/api/traces?linksTo=" + id(2)).text()).contains("\"matched\":1", "poll");
    assertThat(client.get("/api/traces?linksTo=" + id(1)).text()).contains("\"matched\":0");
    assertThat(client.get("/api/traces?linksTo=x").status()).isEqualTo(400);
  }

  @Test
  void summary_isTheLineOfTheList() throws IOException {
    assertThat(client.get("/api/traces/" + id(2) + "?format=summary").text())
        .startsWith("{\"trace\":{\"traceId\":\"" + id(2) + "\"")
        .contains("\"spans\":2,\"errors\":1,\"running\":0")
        .endsWith("}}");
    assertThat(client.get("/api/traces/" + id(8) + "?format=summary").status()).isEqualTo(404);
  }

  @Test
  void map_countsCallsBetweenServicesAndToDatabases() throws IOException {
    assertThat(client.get("/api/map").text())
        .contains(
            "{\"from\":\"shop\",\"to\":\"h2\",\"calls\":1,\"errors\":0,\"p50Nanos\":80000000,\"p99Nanos\":80000000}")
        .contains(
            "{\"from\":\"shop\",\"to\":\"pay\",\"calls\":1,\"errors\":1,\"p50Nanos\":4000000,\"p99Nanos\":4000000}")
        .contains("{\"name\":\"mail\",\"calls\":1");
  }

  @Test
  void map_hasBothEndsOfEachCall() throws IOException {
    client.postJson("/v1/traces", Requests.of("ring", Requests.span(id(9), 6, 6, "own", 0, 1, "")));
    client.postJson(
        "/v1/traces", Requests.of("called", Requests.span(id(9), 7, 6, "leaf", 0, 1, "")));
    assertThat(client.get("/api/map").text())
        .contains("{\"from\":\"ring\",\"to\":\"called\",\"calls\":1")
        .contains("{\"name\":\"ring\",\"calls\":0,\"errors\":0,\"p50Nanos\":0,\"p99Nanos\":0}");
  }
}
