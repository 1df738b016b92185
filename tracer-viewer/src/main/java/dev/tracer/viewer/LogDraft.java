// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

/** A line of a log while it is read. Confined to one thread. */
final class LogDraft {
  final Id traceId = new Id(32);
  final Id spanId = new Id(16);
  long time;
  long observed;
  String severity = "";
  String logger = "";
  String text = "";
}
