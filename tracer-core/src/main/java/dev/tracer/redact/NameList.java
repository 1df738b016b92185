// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

/** What the names on a list have in common. */
enum NameList {
  /** Globs of names whose values are replaced. */
  MASK("mask"),
  /** Globs of names that no other list touches. */
  KEEP("keep"),
  /** Globs of names whose values are hashed. */
  HASH("hash"),
  /** Globs of names that are left out. */
  DROP("drop"),
  /** If there are any: globs of names beyond which all are left out. */
  ALLOW("allow"),
  /** Names whose values are URLs, or queries if they end so. */
  URL_ATTRIBUTES("url.attributes"),
  /** Globs of parameters of URLs whose values are replaced, besides those of {@link #MASK}. */
  URL_PARAMETERS("url.parameters");

  /** Its key in properties. */
  final String key;

  NameList(String key) {
    this.key = key;
  }
}
