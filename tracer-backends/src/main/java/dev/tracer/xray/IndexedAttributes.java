// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import java.util.Set;

/**
 * Which attributes X-Ray can search for: they become annotations, the others metadata. Immutable.
 *
 * @param all whether every attribute of a fitting type is to be one
 * @param names those that are, if not all
 */
record IndexedAttributes(boolean all, Set<String> names) {
  IndexedAttributes {
    names = Set.copyOf(names);
  }

  /** Whether this attribute is to be an annotation: text, a number or a boolean. */
  boolean contains(String name, Object value) {
    boolean fits = value instanceof String || value instanceof Boolean || value instanceof Number;
    return fits && (all || names.contains(name));
  }
}
