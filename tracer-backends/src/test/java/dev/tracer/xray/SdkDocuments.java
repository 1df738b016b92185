// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Documents of one trace, made comparable with those of another. */
final class SdkDocuments {
  private static final String ID = "[0-9a-f]{16}";

  private SdkDocuments() {}

  /**
   * All values by their paths, by document; ids are names of what they point to, times are none.
   */
  static Map<String, Map<String, Object>> comparable(Map<String, Map<?, ?>> documents) {
    Map<Object, String> names = new HashMap<>();
    documents.forEach(
        (name, document) -> {
          assertThat((String) document.get("id")).matches(ID);
          assertThat(names.put(document.get("id"), "id of " + name)).isNull();
          exceptions(document)
              .forEach(
                  exception -> {
                    assertThat((String) exception.get("id")).matches(ID);
                    String cause = "id of " + exception.get("type");
                    assertThat(names.put(exception.get("id"), name + ", " + cause)).isNull();
                  });
        });
    assertThat(documents.values().stream().map(document -> document.get("trace_id")).distinct())
        .singleElement()
        .asString()
        .matches("1-[0-9a-f]{8}-[0-9a-f]{24}");
    Map<String, Map<String, Object>> comparable = new TreeMap<>();
    documents.forEach((name, document) -> comparable.put(name, comparable(document, names)));
    return comparable;
  }

  private static Map<String, Object> comparable(Map<?, ?> document, Map<Object, String> names) {
    Map<String, Object> values = new TreeMap<>();
    flatten("", document, values);
    double start = ((Number) values.remove("start_time")).doubleValue();
    double end = ((Number) values.remove("end_time")).doubleValue();
    assertThat(start).isGreaterThan(1.7e9).isLessThanOrEqualTo(end);
    values.remove("trace_id");
    values.replaceAll((path, value) -> names.getOrDefault(value, value.toString()));
    return values;
  }

  private static List<Map<?, ?>> exceptions(Map<?, ?> document) {
    if (!(document.get("cause") instanceof Map<?, ?> cause)) {
      return List.of();
    }
    return ((List<?>) cause.get("exceptions"))
        .stream().<Map<?, ?>>map(exception -> (Map<?, ?>) exception).toList();
  }

  private static void flatten(String path, Object value, Map<String, Object> values) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, member) ->
              flatten(path.isEmpty() ? "" + name : path + '.' + name, member, values));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + '[' + i + ']', list.get(i), values);
      }
    } else {
      values.put(path, value);
    }
  }

  /** {@code path: theirs -> ours}, without line breaks, in the order of the paths. */
  static List<String> differences(Map<String, Object> theirs, Map<String, Object> ours) {
    TreeSet<String> paths = new TreeSet<>(theirs.keySet());
    paths.addAll(ours.keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(theirs.get(path), ours.get(path)))
        .map(path -> path + ": " + theirs.get(path) + " -> " + ours.get(path))
        .map(difference -> difference.replace('\n', ' '))
        .toList();
  }
}
