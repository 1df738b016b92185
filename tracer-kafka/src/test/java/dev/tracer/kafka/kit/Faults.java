// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.provider.Arguments;

/** The warnings of tracers that are broken on purpose: kept from the console. */
final class Faults extends Handler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("dev.tracer");

  private final CountDownLatch logged = new CountDownLatch(1);

  Faults() {
    LOG.addHandler(this);
    LOG.setUseParentHandlers(false);
  }

  /** Each part with an error of each kind. */
  static List<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (BrokenPart part : BrokenPart.values()) {
      kinds.add(Arguments.of(part, error("an error", () -> new AssertionError("broken"))));
      kinds.add(
          Arguments.of(part, error("one of the machine", () -> new StackOverflowError("broken"))));
    }
    return kinds;
  }

  private static Supplier<Error> error(String name, Supplier<Error> make) {
    return new Supplier<>() {
      @Override
      public Error get() {
        return make.get();
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  /** Returns when something was logged; an overflow of the stack is on a thread of its own. */
  void await() throws InterruptedException {
    logged.await();
  }

  @Override
  public void publish(LogRecord record) {
    logged.countDown();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.setUseParentHandlers(true);
    LOG.removeHandler(this);
  }
}
