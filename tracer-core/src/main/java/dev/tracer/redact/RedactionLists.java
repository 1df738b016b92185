// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a {@link Redaction} is made of, and how it is written in properties. Immutable.
 *
 * @param mask globs of names whose values are replaced
 * @param keep globs of names that no other list touches
 * @param hash globs of names whose values are hashed
 * @param drop globs of names that are left out
 * @param allow if there are any: globs of names beyond which all are left out
 * @param urls names whose values are URLs, or queries if they end so
 * @param urlParameters globs of parameters of URLs whose values are replaced, besides {@code mask}
 * @param values what is looked for in texts
 * @param exceptionMessages whether the messages of exceptions stay
 */
record RedactionLists(
    List<String> mask,
    List<String> keep,
    List<String> hash,
    List<String> drop,
    List<String> allow,
    List<String> urls,
    List<String> urlParameters,
    Set<ValuePattern> values,
    boolean exceptionMessages) {

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

  static final RedactionLists NONE =
      new RedactionLists(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Set.of(),
          true);

  static final RedactionLists DEFAULTS =
      new RedactionLists(
          SECRETS, List.of(), List.of(), List.of(), List.of(), URLS, PARAMETERS, Set.of(), true);

  private static final String VALUES = "values";
  private static final String MESSAGES = "exception.messages";
  private static final String WITH_DEFAULTS = "defaults";

  private static final Set<String> KEYS =
      Set.of(
          "mask",
          "keep",
          "hash",
          "drop",
          "allow",
          "url.attributes",
          "url.parameters",
          VALUES,
          MESSAGES,
          WITH_DEFAULTS);

  RedactionLists {
    mask = List.copyOf(mask);
    keep = List.copyOf(keep);
    hash = List.copyOf(hash);
    drop = List.copyOf(drop);
    allow = List.copyOf(allow);
    urls = List.copyOf(urls);
    urlParameters = List.copyOf(urlParameters);
    values = values.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(values));
  }

  /** Whether nothing at all is hidden; asked at the start, where a record's equals costs most. */
  boolean isNone() {
    return mask.isEmpty()
        && hash.isEmpty()
        && drop.isEmpty()
        && allow.isEmpty()
        && urls.isEmpty()
        && urlParameters.isEmpty()
        && values.isEmpty()
        && exceptionMessages;
  }

  /**
   * Reads properties.
   *
   * @throws IllegalArgumentException naming the key that is not known or has a bad value
   */
  static RedactionLists read(Properties properties) {
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "unknown key '" + key + "', known are " + new TreeSet<>(KEYS));
      }
    }
    RedactionLists base = flag(properties, WITH_DEFAULTS) ? DEFAULTS : NONE;
    return new RedactionLists(
        plus(base.mask, properties, "mask"),
        plus(base.keep, properties, "keep"),
        plus(base.hash, properties, "hash"),
        plus(base.drop, properties, "drop"),
        plus(base.allow, properties, "allow"),
        plus(base.urls, properties, "url.attributes"),
        plus(base.urlParameters, properties, "url.parameters"),
        patterns(properties),
        flag(properties, MESSAGES));
  }

  private static boolean flag(Properties properties, String key) {
    String value = properties.getProperty(key, "true").trim();
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(key + " must be true or false: " + value);
    }
    return value.equals("true");
  }

  private static List<String> plus(List<String> base, Properties properties, String key) {
    List<String> all = new ArrayList<>(base);
    all.addAll(items(properties, key));
    return all;
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
    line(text, "mask", mask);
    line(text, "keep", keep);
    line(text, "hash", hash);
    line(text, "drop", drop);
    line(text, "allow", allow);
    line(text, "url.attributes", urls);
    line(text, "url.parameters", urlParameters);
    List<String> names = new ArrayList<>();
    for (ValuePattern pattern : ValuePattern.values()) {
      if (values.contains(pattern)) {
        names.add(pattern.label());
      }
    }
    line(text, VALUES, names);
    return text.append(MESSAGES).append(" = ").append(exceptionMessages).append('\n').toString();
  }

  private static void line(StringBuilder text, String key, List<String> items) {
    if (!items.isEmpty()) {
      text.append(key).append(" = ").append(String.join(", ", items)).append('\n');
    }
  }
}
