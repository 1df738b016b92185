// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Redaction}. In globs {@code *} stands for any text and {@code ?} for one
 * character; upper and lower case are the same, and so are {@code .}, {@code -} and {@code _}. All
 * methods throw {@code NullPointerException} naming the argument that is null or contains null, and
 * {@code IllegalArgumentException} naming the one that contains a blank text. Confined to one
 * thread.
 *
 * @since 0.1
 */
public final class RedactionBuilder {
  private static final int MIN_HASH_KEY = 16;

  private final Map<NameList, List<String>> names = new EnumMap<>(NameList.class);
  private final Set<ValuePattern> values = EnumSet.noneOf(ValuePattern.class);
  private boolean exceptionMessages;
  private byte @Nullable [] hashKey;

  RedactionBuilder(RedactionLists lists) {
    for (NameList list : NameList.values()) {
      names.put(list, new ArrayList<>(lists.names(list)));
    }
    this.exceptionMessages = lists.exceptionMessages();
  }

  private RedactionBuilder add(NameList list, String name, String... items) {
    List<String> all = requireNonNull(names.get(list));
    for (String item : requireNonNull(items, name)) {
      if (requireNonNull(item, name).isBlank()) {
        throw new IllegalArgumentException(name + " must not be blank");
      }
      all.add(item);
    }
    return this;
  }

  /** Adds globs of names whose values become {@code REDACTED}. */
  public RedactionBuilder mask(String... globs) {
    return add(NameList.MASK, "globs", globs);
  }

  /** Adds globs of names that the other lists leave alone; patterns still look into the values. */
  public RedactionBuilder keep(String... globs) {
    return add(NameList.KEEP, "globs", globs);
  }

  /**
   * Adds globs of names whose values become a keyed hash ({@code hmac:} and 16 hex digits), by
   * which equal values can be recognised; see {@link #hashKey}.
   */
  public RedactionBuilder hash(String... globs) {
    return add(NameList.HASH, "globs", globs);
  }

  /** Adds globs of names that are left out with their values. */
  public RedactionBuilder drop(String... globs) {
    return add(NameList.DROP, "globs", globs);
  }

  /**
   * Adds globs of names that may be told: once there are any, all other names are left out. Names
   * of secrets are replaced even so, unless {@link #keep} names them.
   */
  public RedactionBuilder allow(String... globs) {
    return add(NameList.ALLOW, "globs", globs);
  }

  /**
   * Adds names of attributes that hold a URL, or a query if they end with {@code query}: they lose
   * user info and the values of secret parameters.
   */
  public RedactionBuilder urlAttributes(String... names) {
    return add(NameList.URL_ATTRIBUTES, "names", names);
  }

  /** Adds globs of parameters of URLs whose values become {@code REDACTED}. */
  public RedactionBuilder urlParameters(String... globs) {
    return add(NameList.URL_PARAMETERS, "globs", globs);
  }

  /** Adds what is looked for in texts; it becomes {@code REDACTED}. */
  public RedactionBuilder values(ValuePattern... patterns) {
    for (ValuePattern pattern : requireNonNull(patterns, "patterns")) {
      values.add(requireNonNull(pattern, "patterns"));
    }
    return this;
  }

  /**
   * Whether messages of exceptions and descriptions of a status may be told; by default they may.
   * Without them, stack traces keep classes and frames.
   */
  public RedactionBuilder exceptionMessages(boolean tell) {
    this.exceptionMessages = tell;
    return this;
  }

  /**
   * Sets the key of hashes. By default it is random, and hashes can be compared only with others of
   * this policy in this process.
   *
   * @param key kept secret; copied
   * @throws IllegalArgumentException if it has less than 16 bytes
   */
  public RedactionBuilder hashKey(byte[] key) {
    if (requireNonNull(key, "key").length < MIN_HASH_KEY) {
      throw new IllegalArgumentException("key must have at least 16 bytes: " + key.length);
    }
    this.hashKey = key.clone();
    return this;
  }

  /** Makes it. */
  public Redaction build() {
    return new Redaction(new RedactionLists(names, values, exceptionMessages), hashKey);
  }
}
