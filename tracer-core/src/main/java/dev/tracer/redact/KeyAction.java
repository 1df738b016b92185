// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

/** What is done to the value of an attribute because of its name. */
enum KeyAction {
  /** It stays, but for values that a pattern finds in it. */
  KEEP,
  /** It is replaced. */
  MASK,
  /** It is replaced by a hash, so that equal values can be recognised. */
  HASH,
  /** The attribute is left out. */
  DROP,
  /** It is a URL: credentials and the values of secret parameters are replaced. */
  URL,
  /** It is the query of a URL. */
  QUERY,
  /** It is the message of an exception. */
  MESSAGE,
  /** It is the stack trace of an exception. */
  STACK_TRACE
}
