// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.Attributes;
import dev.tracer.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/** Attributes while they are read: at most {@link #LIMIT}, the others are counted. */
final class AttributesDraft {
  static final int LIMIT = 512;

  private final AttributesBuilder builder = Attributes.builder();
  private final Names names;
  private int size;
  private int dropped;

  AttributesDraft(Names names) {
    this.names = names;
  }

  /** Adds an attribute; one without value counts as empty text. */
  void add(String name, @Nullable Object value) {
    if (size == LIMIT) {
      dropped++;
      return;
    }
    size++;
    Object kept = value == null ? "" : value;
    if (kept instanceof String text) {
      kept = names.shared(text);
    } else if (kept instanceof Long number) {
      kept = names.shared(number);
    }
    builder.set(names.shared(name), kept);
  }

  Attributes build() {
    return size == 0 ? Attributes.empty() : builder.build();
  }

  /** How many did not fit. */
  int dropped() {
    return dropped;
  }
}
