// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps from the console what the library logs in tests that pass, so that nobody has to guess
 * whether a warning among hundreds was meant. It goes into {@code target/test-warnings.log}, each
 * line behind the test that it came in or after; if the test fails, to the console as well. What a
 * test captures itself, by {@link LogCapture}, does not come here. Found by {@code ServiceLoader}
 * in modules whose tests have this jar. Thread-safe.
 */
public final class ExpectedWarnings implements BeforeEachCallback, AfterEachCallback {
  private static final Path FILE = Path.of("target", "test-warnings.log");
  private static final Recorder RECORDER = new Recorder();

  static {
    RECORDER.install();
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    RECORDER.begin(test.getRequiredTestClass().getSimpleName() + ": " + test.getDisplayName());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (test.getExecutionException().isPresent()) {
      RECORDER.print();
    }
  }

  /** In place of the handlers of the root logger, which get what is not ours. */
  private static final class Recorder extends Handler {
    private final List<Handler> others = new ArrayList<>();
    private final List<String> ofThisTest = new ArrayList<>();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private String test = "before the first test";

    void install() {
      Logger root = Logger.getLogger("");
      for (Handler handler : root.getHandlers()) {
        others.add(handler);
        root.removeHandler(handler);
      }
      root.addHandler(this);
    }

    synchronized void begin(String newTest) {
      test = newTest;
      ofThisTest.clear();
    }

    synchronized void print() {
      ofThisTest.forEach(System.err::print);
    }

    @Override
    public void publish(LogRecord record) {
      String logger = record.getLoggerName();
      if (logger == null || !logger.startsWith("dev.tracer")) {
        others.forEach(handler -> handler.publish(record));
        return;
      }
      String line = formatter.format(record);
      synchronized (this) {
        ofThisTest.add(line);
        try {
          Files.createDirectories(FILE.getParent());
          Files.writeString(
              FILE, test + ": " + line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public void flush() {
      others.forEach(Handler::flush);
    }

    @Override
    public void close() {
      others.forEach(Handler::close);
    }
  }
}
