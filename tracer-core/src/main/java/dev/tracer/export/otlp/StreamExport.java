// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * OTLP as JSON Lines: one {@code TracesData} a line (OTLP file exporter specification). Threads as
 * in {@link dev.tracer.export.SpanExporter}.
 */
final class StreamExport extends BatchExport {
  /** Longer batches become several lines, so that readers and the buffer stay small. */
  private static final int USUAL_LINE_BYTES = 4 * 1024 * 1024;

  private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

  // immutable state
  private final String name;
  private final OutputStream out;
  private final boolean closesStream;
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state: guarded by lock
  private boolean lineIsBroken;

  /** Written by close(), read by the exporting thread. */
  private volatile boolean closed;

  StreamExport(String name, OutputStream out, boolean closesStream) {
    this.name = name;
    this.out = out;
    this.closesStream = closesStream;
  }

  static StreamExport to(Path path) {
    try {
      // not a channel, which an interrupt of the exporting thread would close for good
      return new StreamExport("otlp-file", new FileOutputStream(path.toFile(), true), true);
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException("path must be on the default file system: " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException("path cannot be written: " + path, e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    lock.lock();
    try {
      if (closed) {
        return ExportResult.failure(spans.size(), "the exporter is closed");
      }
      return export(spans, USUAL_LINE_BYTES, MAX_LINE_BYTES, "a span exceeds 64 MiB");
    } finally {
      end(USUAL_LINE_BYTES);
      lock.unlock();
    }
  }

  @Override
  ExportResult send(int spans) {
    terminate('\n');
    try {
      if (lineIsBroken) {
        out.write('\n');
      }
      lineIsBroken = true;
      out.write(body(), 0, length());
      out.flush();
      if (out instanceof PrintStream print && print.checkError()) {
        return ExportResult.failure(spans, "standard output is broken");
      }
      lineIsBroken = false;
      return ExportResult.success(spans);
    } catch (IOException e) {
      return ExportResult.failure(spans, "cannot write: " + e.getMessage());
    }
  }

  /** Waits for a running export, as far as there is time, and closes the file. */
  @Override
  public void close(Duration timeout) {
    closed = true;
    boolean locked = false;
    try {
      locked = lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (closesStream) {
        out.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }
}
