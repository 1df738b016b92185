// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.Deadline;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends requests to a file, each in one piece and flushed at once, for encodings whose requests
 * are whole lines. A line that was not written to its end, by whomever, is ended before the next; a
 * file that was deleted or replaced meanwhile, by a rotation for instance, is opened anew.
 *
 * <p>Threads: as {@link Sender} says.
 *
 * @since 0.1
 */
public final class FileSender implements Sender {
  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state

  /** Written with the lock held; read without it by a close that a hanging write keeps waiting. */
  private volatile OutputStream out;

  /** What the file system calls the open file; null if it has no word for it. Guarded by lock. */
  private @Nullable Object fileKey;

  /** Guarded by lock. */
  private boolean lineIsOpen;

  /** Written by close(), read by the exporting thread. */
  private volatile boolean closed;

  private FileSender(Path path) throws IOException {
    this.path = path;
    File file = path.toFile();
    if (Files.exists(path) && !Files.isRegularFile(path) && !file.isDirectory()) {
      // a pipe is opened with the first request: that waits for somebody to read from it
      this.out = OutputStream.nullOutputStream();
      this.fileKey = path; // is nobody's
    } else {
      // not a channel, which an interrupt of the exporting thread would close for good
      this.out = new FileOutputStream(file, true);
      this.fileKey = key();
    }
    this.lineIsOpen = endsWithinALine();
  }

  /**
   * A sender into a file, which is made if it does not exist.
   *
   * @throws IllegalArgumentException if {@code path} is not on the default file system
   * @throws UncheckedIOException if {@code path} cannot be written
   */
  public static FileSender create(Path path) {
    try {
      return new FileSender(requireNonNull(path, "path"));
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException("path must be on the default file system: " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException("path cannot be written: " + e.getMessage(), e);
    }
  }

  /** A sender to standard output, which it never closes. */
  public static Sender stdout() {
    return new StreamSender(System.out);
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    lock.lock();
    try {
      if (closed) {
        return Answer.of(Answer.Kind.UNAVAILABLE, "the exporter is closed");
      }
      openAgainIfGone();
      if (lineIsOpen) {
        out.write('\n');
      }
      lineIsOpen = true;
      ByteBuffer body = request.body();
      out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
      out.flush();
      lineIsOpen = false;
      return Answer.acknowledged();
    } catch (IOException e) {
      return Answer.of(Answer.Kind.UNAVAILABLE, path + ": cannot write: " + e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  private void openAgainIfGone() throws IOException {
    if (Objects.equals(fileKey, key()) && Files.exists(path)) {
      return;
    }
    OutputStream old = out;
    out = new FileOutputStream(path.toFile(), true);
    old.close();
    fileKey = key();
    lineIsOpen = endsWithinALine();
  }

  private @Nullable Object key() {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null; // it is gone
    }
  }

  /** Whether the file has an end, and it is not that of a line. */
  private boolean endsWithinALine() throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      if (file.length() == 0) {
        return false;
      }
      file.seek(file.length() - 1);
      return file.read() != '\n';
    }
  }

  /** Waits for a running write, as far as there is time, and closes the file. */
  @Override
  public void close(Duration timeout) {
    closed = true;
    boolean locked = false;
    try {
      locked = lock.tryLock(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (locked) {
        lock.unlock();
      }
    }
  }

  /** The path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
