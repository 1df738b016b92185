// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

/** Input that is not what it should be; its message may be told to the sender. */
final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedException(String message) {
    super(message, null, false, false);
  }
}
