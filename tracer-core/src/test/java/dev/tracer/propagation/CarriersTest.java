// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarriersTest {
  private static final CarrierGetter<Map<String, String>> GET = CarrierGetter.ofMap();
  private static final CarrierSetter<Map<String, String>> SET = CarrierSetter.ofMap();
  private static final CarrierGetter<Map<String, List<String>>> GET_MULTI =
      CarrierGetter.ofMultiMap();
  private static final CarrierSetter<Map<String, List<String>>> SET_MULTI =
      CarrierSetter.ofMultiMap();

  /** A map that writes keys its own way, as {@code com.sun.net.httpserver.Headers} does. */
  private static final class Capitalising extends HashMap<String, List<String>> {
    private static final long serialVersionUID = 1;

    private static String capitalise(String key) {
      return key.substring(0, 1).toUpperCase() + key.substring(1).toLowerCase();
    }

    @Override
    public List<String> get(Object key) {
      return super.get(capitalise((String) key));
    }

    @Override
    public List<String> put(String key, List<String> value) {
      return super.put(capitalise(key), value);
    }
  }

  @Test
  void setBytes_ofCarriersThatHoldText_setsTheText() {
    Map<String, String> map = new HashMap<>(Map.of("Traceparent", "0"));
    SET.setBytes(map, "traceparent", "00-1\t~".getBytes(StandardCharsets.US_ASCII));
    assertThat(map).containsExactly(Map.entry("traceparent", "00-1\t~"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "Traceparent", "TRACEPARENT"})
  void map_anyCase_isFound(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(null, "HTTP/1.1 200 OK");
    map.put(key, "1");
    assertThat(GET.get(map, "traceparent")).isEqualTo("1");
    assertThat(GET.getAll(map, "traceparent")).containsExactly("1");
    assertThat(GET.get(map, "tracestate")).isNull();
    assertThat(GET.getAll(map, "tracestate")).isEmpty();
    assertThat(GET.keys(map)).contains(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "Traceparent", "TRACEPARENT"})
  void multiMap_anyCase_isFound(String key) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    map.put(null, List.of("HTTP/1.1 200 OK"));
    map.put(key, List.of("1", "2"));
    map.put("none", List.of());
    assertThat(GET_MULTI.get(map, "traceparent")).isEqualTo("1");
    assertThat(GET_MULTI.getAll(map, "traceparent")).containsExactly("1", "2");
    assertThat(GET_MULTI.get(map, "tracestate")).isNull();
    assertThat(GET_MULTI.getAll(map, "tracestate")).isEmpty();
    assertThat(GET_MULTI.get(map, "none")).isNull();
    assertThat(GET_MULTI.keys(map)).contains(key);
  }

  @Test
  void map_set_replacesOtherCases() {
    Map<String, String> map = new HashMap<>(Map.of("Traceparent", "1", "TRACEPARENT", "2"));
    map.put("accept", "*/*");
    SET.set(map, "traceparent", "3");
    assertThat(map).isEqualTo(Map.of("traceparent", "3", "accept", "*/*"));
  }

  @Test
  void map_set_replacesOtherCasesBesideItsOwn() {
    Map<String, String> map = new HashMap<>(Map.of("Traceparent", "1", "traceparent", "2"));
    SET.set(map, "traceparent", "3");
    assertThat(map).isEqualTo(Map.of("traceparent", "3"));
  }

  @Test
  void multiMap_withoutAName_hasOnlyTheOthers() {
    Map<String, List<String>> head = new HashMap<>();
    head.put(null, List.of("HTTP/1.1 200 OK")); // as HttpURLConnection has the first line
    head.put("a", List.of("b"));

    assertThat(CarrierGetter.ofMultiMap().keys(head)).containsExactly("a");
    assertThat(CarrierGetter.ofMultiMap().getAll(head, "A")).containsExactly("b");
  }

  @Test
  void multiMap_set_replacesOtherCases() {
    Map<String, List<String>> map = new HashMap<>();
    map.put("Traceparent", List.of("1", "2"));
    map.put("accept", List.of("*/*"));
    SET_MULTI.set(map, "traceparent", "3");
    assertThat(map).isEqualTo(Map.of("traceparent", List.of("3"), "accept", List.of("*/*")));
  }

  @Test
  void multiMap_thatIgnoresOrChangesCase_keepsWhatWasSet() {
    List<Map<String, List<String>>> maps =
        List.of(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new Capitalising());
    for (Map<String, List<String>> map : maps) {
      map.put("TraceParent", new ArrayList<>(List.of("1")));
      map.put("accept", List.of("*/*"));
      SET_MULTI.set(map, "traceparent", "2");
      assertThat(map).hasSize(2);
      assertThat(GET_MULTI.getAll(map, "traceparent")).containsExactly("2");
    }
  }

  @Test
  void multiMap_set_leavesAListThatCanGrow() {
    Map<String, List<String>> map = new HashMap<>();
    SET_MULTI.set(map, "baggage", "a=1");
    map.get("baggage").add("b=2");
    assertThat(GET_MULTI.getAll(map, "baggage")).containsExactly("a=1", "b=2");
  }

  @ParameterizedTest
  @CsvSource({
    "traceparent, TRACEPARENT",
    "tracestate, TRACESTATE",
    "baggage, BAGGAGE",
    "x-b3-traceid, X_B3_TRACEID",
    "uber.trace/id, UBER_TRACE_ID",
    "2nd, _2ND",
    "_x, _X",
    "Already_OK9, ALREADY_OK9",
    "'', _",
    "' ', _",
    "\u00e9\u0131\u0660, ___"
  })
  void environment_key_becomesAVariable(String key, String variable) {
    Map<String, String> environment = new HashMap<>();
    CarrierSetter.ofEnvironment().set(environment, key, "value \u00e9");
    assertThat(environment).isEqualTo(Map.of(variable, "value \u00e9"));
    assertThat(CarrierGetter.ofEnvironment().get(environment, key)).isEqualTo("value \u00e9");
    assertThat(CarrierGetter.ofEnvironment().getAll(environment, key))
        .containsExactly("value \u00e9");
  }

  @Test
  void environment_keys_areTheNormalisedOnes() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : List.of("TRACEPARENT", "Path", "_", "_A1", "1A", "A-B", "", "B3")) {
      environment.put(name, "x");
    }
    assertThat(CarrierGetter.ofEnvironment().keys(environment))
        .containsExactly("TRACEPARENT", "_", "_A1", "B3");
  }

  @Test
  void environment_lowerCaseVariable_isNotFound() {
    assertThat(CarrierGetter.ofEnvironment().get(Map.of("traceparent", "1"), "traceparent"))
        .isNull();
  }

  @Test
  void getter_lambda_hasOneValueAndNoKeys() {
    CarrierGetter<Map<String, String>> getter = Map::get;
    assertThat(getter.getAll(Map.of("a", "1"), "a")).containsExactly("1");
    assertThat(getter.getAll(Map.of("a", "1"), "b")).isEmpty();
    assertThat(getter.keys(Map.of("a", "1"))).isEmpty();
  }
}
