// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.LogTopic;
import dev.tracer.internal.SafeText;
import dev.tracer.internal.ThrottledLog;
import dev.tracer.redact.Redaction;
import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The strict mode's memory of spans that were not ended and scopes that were not closed. It tells
 * where they were made when they become garbage, and at the latest when the tracer is closed; and
 * of spans that are used after their end. Costs two stack traces a span. Thread-safe.
 */
final class LeakDetector {
  /** How many things a message names. */
  private static final int MOST_NAMED = 20;

  /** Up to how many things that are garbage, and that nothing was said of, are kept. */
  private static final int MOST_KEPT = 1000;

  private final ThrottledLog log;
  private final Cleaner cleaner = Cleaner.create();
  private final Set<Trace> open = ConcurrentHashMap.newKeySet();
  private final Redaction redaction;

  LeakDetector(ThrottledLog log, Redaction redaction) {
    this.log = log;
    this.redaction = redaction;
  }

  /**
   * Remembers {@code thing} until {@link Trace#done()}.
   *
   * @param name what it is, for the message
   * @param ending what should have been done to it: "ended" or "closed"
   */
  Trace track(Object thing, String name, String ending) {
    Trace trace = new Trace(this, SafeText.inMessage(redaction.text(name)), ending);
    open.add(trace);
    cleaner.register(thing, trace);
    return trace;
  }

  /** Tells of all that is open now, at the end of the tracer. */
  void report() {
    Trace first = null;
    int more = 0;
    StringBuilder names = new StringBuilder("The tracer is closed, but");
    for (Trace trace : open) {
      if (!trace.done()) {
        continue;
      }
      if (first == null) {
        first = trace;
        names.append(trace.description());
      } else if (++more < MOST_NAMED) {
        first.addSuppressed(trace);
        names.append(',').append(trace.description());
      }
    }
    if (first != null) {
      String rest = more < MOST_NAMED ? "" : ", and " + (more - MOST_NAMED + 1) + " more like them";
      log.warnAlways(names + rest + ".", first);
    }
  }

  /**
   * Tells that the caller uses a span after its end.
   *
   * @param name of the span, fit for a message
   * @param ended where it was ended, if that is known
   */
  void usedAfterEnd(String name, @Nullable Throwable ended) {
    Throwable here = new Throwable("It was used here", ended);
    String call = "use";
    for (StackTraceElement frame : here.getStackTrace()) {
      if (frame.getClassName().equals(RecordingSpan.class.getName())) {
        call = frame.getMethodName();
        break;
      }
    }
    log.warn(LogTopic.ENDED, call + "() did nothing, as the span '" + name + "' has ended.", here);
  }

  /** Where and by which thread something was opened. */
  static final class Trace extends Throwable implements Runnable {
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

    /** Forgets it, as when it was properly ended; returns whether it was still open. */
    boolean done() {
      return detector.open.remove(this);
    }

    private String description() {
      return " the " + name + " was not " + ending;
    }

    /** Runs when the tracked object, to which this does not refer, is garbage. */
    @Override
    public void run() {
      if (!done()) {
        return;
      }
      String message = "Before it became garbage," + description() + ".";
      if (!detector.log.warn(LogTopic.LEAK, message, this) && detector.open.size() < MOST_KEPT) {
        detector.open.add(this); // the end of the tracer tells of it
      }
    }
  }
}
