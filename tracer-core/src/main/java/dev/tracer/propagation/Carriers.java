// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The carriers that are maps. Named classes, as the first lambda of a process costs its start. */
final class Carriers {
  static final SingleValues SINGLE_VALUES = new SingleValues();
  static final MultiValues MULTI_VALUES = new MultiValues();
  static final Environment ENVIRONMENT = new Environment();

  private Carriers() {}

  /** The value of a key whatever its case; the exact one, which costs no search, goes first. */
  private static <V> @Nullable V find(Map<String, V> map, String key) {
    V exact = map.get(key);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, V> entry : map.entrySet()) {
      if (key.equalsIgnoreCase(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Removes the values of a key whatever its case: the map may or may not tell cases apart. */
  private static void remove(Map<String, ?> map, String key) {
    if (!map.isEmpty()) {
      for (Iterator<String> keys = map.keySet().iterator(); keys.hasNext(); ) {
        if (key.equalsIgnoreCase(keys.next())) {
          keys.remove();
        }
      }
    }
  }

  private static final class SingleValues
      implements CarrierGetter<Map<String, String>>, CarrierSetter<Map<String, String>> {
    @Override
    public @Nullable String get(Map<String, String> carrier, String key) {
      return find(carrier, key);
    }

    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public void set(Map<String, String> carrier, String key, String value) {
      remove(carrier, key);
      carrier.put(key, value);
    }
  }

  private static final class MultiValues
      implements CarrierGetter<Map<String, List<String>>>,
          CarrierSetter<Map<String, List<String>>> {
    @Override
    public @Nullable String get(Map<String, List<String>> carrier, String key) {
      List<String> values = getAll(carrier, key);
      return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public List<String> getAll(Map<String, List<String>> carrier, String key) {
      List<String> values = find(carrier, key);
      return values == null ? List.of() : values;
    }

    @Override
    public Iterable<String> keys(Map<String, List<String>> carrier) {
      return carrier.keySet();
    }

    @Override
    public void set(Map<String, List<String>> carrier, String key, String value) {
      remove(carrier, key);
      List<String> values = new ArrayList<>(1); // the application may add to it
      values.add(value);
      carrier.put(key, values);
    }
  }

  /** OpenTelemetry, "Environment Variables as Context Propagation Carriers". */
  private static final class Environment
      implements CarrierGetter<Map<String, String>>, CarrierSetter<Map<String, String>> {
    @Override
    public @Nullable String get(Map<String, String> carrier, String key) {
      return carrier.get(variable(key));
    }

    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      List<String> keys = new ArrayList<>();
      for (String key : carrier.keySet()) {
        if (variable(key).equals(key)) {
          keys.add(key);
        }
      }
      return keys;
    }

    @Override
    public void set(Map<String, String> carrier, String key, String value) {
      carrier.put(variable(key), value);
    }

    /** The variable of a field: {@code [A-Z_][A-Z0-9_]*}. */
    private static String variable(String key) {
      StringBuilder name = new StringBuilder(key.length() + 1);
      if (key.isEmpty() || isDigit(key.charAt(0))) {
        name.append('_');
      }
      for (int i = 0; i < key.length(); i++) {
        char c = key.charAt(i);
        char upper = c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
        name.append((upper >= 'A' && upper <= 'Z') || isDigit(c) ? upper : '_');
      }
      return name.toString();
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
