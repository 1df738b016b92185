// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs while it is open; nothing of it reaches the console. Thread-safe. */
public final class LogCapture extends Handler implements AutoCloseable {
  /** Kept, as java.util.logging itself holds loggers weakly. */
  private final Logger logger = Logger.getLogger("dev.tracer");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  public LogCapture() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  public List<LogRecord> records() {
    return records;
  }

  /** All messages, in order. */
  public List<String> messages() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  /** The messages of one level, in order. */
  public List<String> messages(Level level) {
    return records.stream()
        .filter(record -> record.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .toList();
  }

  public List<String> warnings() {
    return messages(Level.WARNING);
  }

  public List<String> infos() {
    return messages(Level.INFO);
  }

  @Override
  public void publish(LogRecord record) {
    record.getSourceClassName(); // is looked for on the stack, now or never
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
