// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.ThrottledLog;
import dev.tracer.internal.ThrottledLog.Topic;
import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The strict mode's memory of spans that were not ended and scopes that were not closed. It tells
 * where they were made when they become garbage, and at the latest when the tracer is closed. Costs
 * a stack trace a span. Thread-safe.
 */
final class LeakDetector {
  private final ThrottledLog log;
  private final Cleaner cleaner = Cleaner.create();
  private final Set<Trace> open = ConcurrentHashMap.newKeySet();

  LeakDetector(ThrottledLog log) {
    this.log = log;
  }

  /**
   * Remembers {@code thing} until {@link Trace#done()}.
   *
   * @param name what it is, for the message
   * @param ending what should have been done to it: "ended" or "closed"
   */
  Trace track(Object thing, String name, String ending) {
    Trace trace = new Trace(this, name, ending);
    open.add(trace);
    cleaner.register(thing, new Collected(trace));
    return trace;
  }

  /** Tells of all that is open now, as at the end of the tracer. */
  void report() {
    for (Trace trace : open) {
      trace.report("when the tracer was closed");
    }
  }

  /** Where and by which thread something was opened. */
  static final class Trace extends Throwable {
    private static final long serialVersionUID = 1L;
    private final transient LeakDetector detector;
    private final String name;
    private final String ending;

    private Trace(LeakDetector detector, String name, String ending) {
      super(
          "The " + name + " was opened here, on thread '" + Thread.currentThread().getName() + "'");
      this.detector = detector;
      this.name = name;
      this.ending = ending;
    }

    /** It was properly ended. */
    void done() {
      detector.open.remove(this);
    }

    private void report(String when) {
      if (detector.open.remove(this)) {
        detector.log.warn(
            Topic.LEAK, "The " + name + " was not " + ending + " " + when + ".", this);
      }
    }
  }

  /** Runs when the tracked object is garbage; does not refer to it. */
  private record Collected(Trace trace) implements Runnable {
    @Override
    public void run() {
      trace.report("before it became garbage");
    }
  }
}
