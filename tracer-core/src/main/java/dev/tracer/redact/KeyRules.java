// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import dev.tracer.internal.Glob;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Finds what is to be done to an attribute by its name, and whether a URL's parameter is secret.
 * Thread-safe.
 *
 * <p>Globs are tried once for each name, as far as there is room to remember the answers.
 */
final class KeyRules implements Predicate<String> {
  private final RedactionLists lists;
  private final Globs keep;
  private final Globs drop;
  private final Globs hash;
  private final Globs mask;
  private final Globs allow;
  private final Globs parameters;

  private final NameTable<KeyAction> actions = new NameTable<>();
  private final NameTable<Boolean> secretParameters = new NameTable<>();

  KeyRules(RedactionLists lists) {
    this.lists = lists;
    this.keep = new Globs(lists.names(NameList.KEEP));
    this.drop = new Globs(lists.names(NameList.DROP));
    this.hash = new Globs(lists.names(NameList.HASH));
    this.mask = new Globs(lists.names(NameList.MASK));
    this.allow = new Globs(lists.names(NameList.ALLOW));
    this.parameters = new Globs(lists.names(NameList.URL_PARAMETERS));
  }

  KeyAction action(String name) {
    KeyAction known = actions.get(name);
    return known != null ? known : actions.put(name, find(name));
  }

  private KeyAction find(String name) {
    String normal = normal(name);
    if (keep.match(normal)) {
      return special(name);
    }
    if (drop.match(normal)) {
      return KeyAction.DROP;
    }
    if (hash.match(normal)) {
      return KeyAction.HASH;
    }
    if (mask.match(normal)) {
      return KeyAction.MASK;
    }
    if (!lists.names(NameList.ALLOW).isEmpty() && !allow.match(normal)) {
      return KeyAction.DROP;
    }
    return special(name);
  }

  private KeyAction special(String name) {
    if (lists.names(NameList.URL_ATTRIBUTES).contains(name)) {
      return name.endsWith("query") ? KeyAction.QUERY : KeyAction.URL;
    }
    if (!lists.exceptionMessages() && name.equals("exception.message")) {
      return KeyAction.MESSAGE;
    }
    return !lists.exceptionMessages() && name.equals("exception.stacktrace")
        ? KeyAction.STACK_TRACE
        : KeyAction.KEEP;
  }

  /** Whether a name is to be left out, whatever the list of names to allow says. */
  boolean isDropped(String name) {
    return drop.match(normal(name));
  }

  /** Whether the value of a URL's parameter is secret. */
  @Override
  public boolean test(String name) {
    Boolean known = secretParameters.get(name);
    return known != null ? known : secretParameters.put(name, findSecretParameter(name));
  }

  private boolean findSecretParameter(String name) {
    String normal = normal(name);
    return !keep.match(normal) && (parameters.match(normal) || mask.match(normal));
  }

  /**
   * Lower case, with one separator: {@code Api-Key}, {@code api_key} and {@code api.key} are one.
   */
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
  }

  /** Several globs of which one is to match. */
  private static final class Globs {
    private final Glob[] globs;

    Globs(List<String> patterns) {
      globs = new Glob[patterns.size()];
      for (int i = 0; i < globs.length; i++) {
        globs[i] = Glob.of(normal(patterns.get(i)));
      }
    }

    boolean match(String normal) {
      for (Glob glob : globs) {
        if (glob.matches(normal)) {
          return true;
        }
      }
      return false;
    }
  }
}
