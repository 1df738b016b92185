// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that is a map, whatever the case of its keys: of single values, of lists, or of
 * environment variables. Stateless. A named class, as the first lambda of a process costs its
 * start.
 *
 * @param <V> {@code String} or {@code List<String>}
 */
final class MapCarrier<V> implements CarrierGetter<Map<String, V>>, CarrierSetter<Map<String, V>> {
  static final MapCarrier<String> SINGLE_VALUES = new MapCarrier<>(false, false);
  static final MapCarrier<List<String>> MULTI_VALUES = new MapCarrier<>(true, false);
  static final MapCarrier<String> ENVIRONMENT = new MapCarrier<>(false, true);

  private final boolean lists;
  private final boolean environment;

  private MapCarrier(boolean lists, boolean environment) {
    this.lists = lists;
    this.environment = environment;
  }

  @Override
  public @Nullable String get(Map<String, V> carrier, String key) {
    List<String> values = getAll(carrier, key);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  @SuppressWarnings("unchecked") // lists tells what V is
  public List<String> getAll(Map<String, V> carrier, String key) {
    V value = environment ? carrier.get(variable(key)) : find(carrier, key);
    if (value == null) {
      return List.of();
    }
    return lists ? (List<String>) value : List.of((String) value);
  }

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

  @Override
  public Iterable<String> keys(Map<String, V> carrier) {
    List<String> keys = new ArrayList<>(carrier.size());
    for (String key : carrier.keySet()) { // of an HttpURLConnection one is null
      if (key != null && (!environment || variable(key).equals(key))) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Override
  @SuppressWarnings("unchecked") // lists tells what V is
  public void set(Map<String, V> carrier, String key, String value) {
    if (environment) {
      carrier.put(variable(key), (V) value);
      return;
    }
    removeOtherCases(carrier, key);
    if (lists) {
      List<String> values = new ArrayList<>(1); // the application may add to it
      values.add(value);
      carrier.put(key, (V) values);
    } else {
      carrier.put(key, (V) value);
    }
  }

  /** Removes the key in other cases than this from a map that tells cases apart. */
  private static void removeOtherCases(Map<String, ?> map, String key) {
    boolean found = false;
    for (String other : map.keySet()) {
      found |= isOtherCase(key, other);
    }
    if (found) {
      map.keySet().removeIf(other -> isOtherCase(key, other));
    }
  }

  private static boolean isOtherCase(String key, @Nullable String other) {
    return other != null
        && other.length() == key.length() // which tells most apart
        && !other.equals(key)
        && other.equalsIgnoreCase(key);
  }

  /** The variable of a field: {@code [A-Z_][A-Z0-9_]*}. */
  static String variable(String key) {
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
