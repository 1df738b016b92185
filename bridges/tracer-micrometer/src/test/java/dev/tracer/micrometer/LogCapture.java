// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import dev.tracer.SpanLimits;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What tracers log, kept from the console. */
final class LogCapture extends Handler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("dev.tracer");

  /** Limits that no stack trace of a test reaches: each cut would be told when a tracer closes. */
  static final SpanLimits NO_CUTS = SpanLimits.DEFAULT.withStackTraceLength(1 << 20);

  private final List<String> messages = new CopyOnWriteArrayList<>();

  /** Begins. */
  LogCapture() {
    LOG.addHandler(this);
    LOG.setUseParentHandlers(false);
  }

  /** What was logged so far. */
  List<String> messages() {
    return messages;
  }

  @Override
  public void publish(LogRecord record) {
    messages.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.setUseParentHandlers(true);
    LOG.removeHandler(this);
  }
}
