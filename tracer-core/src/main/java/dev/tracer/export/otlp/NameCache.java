// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.internal.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The encoded beginnings of attributes, by name and type of value. A name that collides with
 * another one replaces it if that one was not asked for since the last collision; so names that
 * come often stay, whatever else passes. Bounded in size; confined to one thread.
 */
final class NameCache {
  static final int STRING = 0;
  static final int INT = 1;
  static final int DOUBLE = 2;
  static final int TRUE = 3;
  static final int FALSE = 4;

  private static final int TYPES = 5;
  private static final int SLOTS = 256;
  private static final int MAX_NAME_LENGTH = 64;

  private final @Nullable String[] names = new @Nullable String[SLOTS];
  private final byte[] @Nullable [] beginnings = new byte[SLOTS * TYPES] @Nullable [];
  private final boolean[] asked = new boolean[SLOTS];

  private static int slot(String name) {
    int hash = name.hashCode();
    return (hash ^ hash >>> 8 ^ hash >>> 16) & (SLOTS - 1);
  }

  /** The beginning, or null if it is not known. */
  byte @Nullable [] find(String name, int type) {
    int slot = slot(name);
    if (name.equals(names[slot])) {
      asked[slot] = true;
      return beginnings[slot * TYPES + type];
    }
    return null;
  }

  /** Keeps what was written to {@code json} since {@code start}, if there is a place for it. */
  void offer(String name, int type, JsonWriter json, int start) {
    if (name.length() > MAX_NAME_LENGTH) {
      return;
    }
    int slot = slot(name);
    String there = names[slot];
    if (!name.equals(there)) {
      if (there != null && asked[slot]) {
        asked[slot] = false;
        return;
      }
      names[slot] = name;
      for (int i = 0; i < TYPES; i++) {
        beginnings[slot * TYPES + i] = null;
      }
    }
    beginnings[slot * TYPES + type] = json.copyFrom(start);
  }
}
