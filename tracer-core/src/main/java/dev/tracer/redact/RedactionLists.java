// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@link Redaction} is made of, and how it is written in properties. Immutable.
 *
 * @param names the names on each list; a list may be absent
 * @param values what is looked for in texts
 * @param exceptionMessages whether the messages of exceptions stay
 */
record RedactionLists(
    Map<NameList, List<String>> names, Set<ValuePattern> values, boolean exceptionMessages) {

  /** Names of secrets as people write them; a dot stands for {@code -} and {@code _}, too. */
  private static final List<String> SECRETS =
      List.of(
          "*password*",
          "*passwd*",
          "*passphrase*",
          "*pwd",
          "*secret",
          "*secrets",
          "*secretkey",
          "*secret.key",
          "*secret.value",
          "*token",
          "*apikey",
          "*api.key",
          "*accesskey",
          "*access.key",
          "*access.key.id",
          "*privatekey",
          "*private.key",
          "*authorization",
          "*cookie",
          "*cookies",
          "*credential",
          "*credentials",
          "*connectionstring",
          "*connection.string",
          "*jwt",
          "*cardnumber",
          "*card.number",
          "*creditcard",
          "*credit.card",
          "*cvv",
          "*cvc",
          "*ssn",
          "*iban");

  private static final List<String> URLS =
      List.of("url.full", "url.query", "http.url", "http.target", "http.request.header.referer");

  private static final List<String> PARAMETERS =
      List.of("*signature", "sig", "*accesskeyid", "*accessid", "key", "*sessionid", "*sessid");

  static final RedactionLists NONE = new RedactionLists(Map.of(), Set.of(), true);

  static final RedactionLists DEFAULTS =
      new RedactionLists(
          Map.of(
              NameList.MASK, SECRETS,
              NameList.URL_ATTRIBUTES, URLS,
              NameList.URL_PARAMETERS, PARAMETERS),
          Set.of(),
          true);

  private static final String VALUES = "values";
  private static final String MESSAGES = "exception.messages";
  private static final String WITH_DEFAULTS = "defaults";

  RedactionLists {
    Map<NameList, List<String>> copy = new EnumMap<>(NameList.class);
    for (NameList list : NameList.values()) {
      copy.put(list, List.copyOf(names.getOrDefault(list, List.of())));
    }
    names = copy;
    values = values.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(values));
  }

  /** The names on a list. */
  List<String> names(NameList list) {
    return requireNonNull(names.get(list));
  }

  /** Whether nothing at all is hidden; asked at the start, where a record's equals costs most. */
  boolean isNone() {
    for (NameList list : NameList.values()) {
      if (list != NameList.KEEP && !names(list).isEmpty()) {
        return false;
      }
    }
    return values.isEmpty() && exceptionMessages;
  }

  /**
   * Reads properties.
   *
   * @throws IllegalArgumentException naming the key that is not known or has a bad value
   */
  static RedactionLists read(Properties properties) {
    Set<String> known = new TreeSet<>(List.of(VALUES, MESSAGES, WITH_DEFAULTS));
    RedactionLists base = flag(properties, WITH_DEFAULTS) ? DEFAULTS : NONE;
    Map<NameList, List<String>> names = new EnumMap<>(NameList.class);
    for (NameList list : NameList.values()) {
      known.add(list.key);
      List<String> all = new ArrayList<>(base.names(list));
      all.addAll(items(properties, list.key));
      names.put(list, all);
    }
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("unknown key '" + key + "', known are " + known);
      }
    }
    return new RedactionLists(names, patterns(properties), flag(properties, MESSAGES));
  }

  private static boolean flag(Properties properties, String key) {
    String value = properties.getProperty(key, "true").trim();
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(key + " must be true or false: " + value);
    }
    return value.equals("true");
  }

  private static List<String> items(Properties properties, String key) {
    List<String> items = new ArrayList<>();
    for (String item : properties.getProperty(key, "").split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return items;
  }

  private static Set<ValuePattern> patterns(Properties properties) {
    Set<ValuePattern> patterns = EnumSet.noneOf(ValuePattern.class);
    for (String item : items(properties, VALUES)) {
      patterns.add(ValuePattern.named(item));
    }
    return patterns;
  }

  /** The properties from which these lists can be read. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("defaults = false\n");
    for (NameList list : NameList.values()) {
      line(text, list.key, names(list));
    }
    List<String> labels = new ArrayList<>();
    for (ValuePattern pattern : ValuePattern.values()) {
      if (values.contains(pattern)) {
        labels.add(pattern.label());
      }
    }
    line(text, VALUES, labels);
    return text.append(MESSAGES).append(" = ").append(exceptionMessages).append('\n').toString();
  }

  private static void line(StringBuilder text, String key, List<String> items) {
    if (!items.isEmpty()) {
      text.append(key).append(" = ").append(String.join(", ", items)).append('\n');
    }
  }
}
