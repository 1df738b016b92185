// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.LinkData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A span that one thread owns and every thread may write to: the protocol of that, from the start
 * to the end that freezes it. Thread-safe without a lock. {@link RecordingSpan} has the words for
 * it.
 */
/*
 * Who writes what.
 *
 * The thread that started the span owns it. While `side` is null the owner alone writes the "owned"
 * fields, plainly, and pays for no more than a look at `side`. A write of any other thread goes into
 * the details in `side`, which is replaced by compare-and-set. From the first such write on, the
 * owner writes there as well: so everything in `side` is newer than everything owned, and writes
 * that a hand-over between threads has ordered keep their order.
 *
 * end() puts a mark into `side` by compare-and-set, and never in the place of another one. Whoever
 * succeeds is the one that ends the span, and holds all that was written there: a compare-and-set
 * that comes later fails, and its write is ignored, as the specification wants. The mark is ENDED,
 * or ENDING while processors may write to a span that its owner ends.
 *  - If that is the owner, nobody writes the owned fields any more. It merges the details into them
 *    and publishes this object.
 *  - If it is another thread, the owner may be amid a write that it began before the swap. The ender
 *    copies the owned fields into a span that no other thread knows, merges there and publishes the
 *    copy. What the owner still writes is lost in the original, which is legal, and what exporters
 *    read never changes.
 *
 * That copy may read what the owner is writing, and so does who looks whether the owner has set an
 * attribute. `name` and `details` are references to immutable objects with final fields, so a racing
 * read gets the old or the new one. `entries` grows by pairs and replaces values: the value is stored
 * first, then the name with release semantics, as are replaced values; others take pairs up to the
 * first null name, with acquire semantics. They see whole pairs or none, and after a proper
 * hand-over everything. `size` and `seen` they do not read: the copy finds its own.
 *
 * The frozen fields are written by the ender before the span goes to the processors, whose queue
 * publishes them.
 */
abstract class OwnedSpan extends SpanRecord {
  private static final VarHandle SIDE;

  static {
    try {
      SIDE = MethodHandles.lookup().findVarHandle(OwnedSpan.class, "side", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Object ENDED = new Object();

  /** Between end and ENDED, if somebody may write then: the ender alone, who is the owner. */
  private static final Object ENDING = new Object();

  /**
   * Who may write the owned fields; null once the span has ended, lest it keep a thread alive.
   * Written by whoever starts and ends it, compared by any thread with itself alone, without order:
   * it finds itself only if it has written that, and `side` tells whether that still counts.
   */
  private @Nullable Thread owner;

  /** Null, a {@link SpanDetails} or one of the two marks; through {@link #SIDE} once published. */
  @SuppressWarnings("unused")
  private @Nullable Object side;

  /** Makes a span of the calling thread; see {@link SpanRecord}. */
  OwnedSpan(
      SpanOrigin origin,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState) {
    super(origin, traceIdHigh, traceIdLow, spanId, flags, traceState);
    this.owner = Thread.currentThread();
  }

  /** Copies what the owner of {@code other} wrote, as far as it is visible. */
  OwnedSpan(OwnedSpan other) {
    super(other);
    this.seen = -1; // look each name up: what the owner wrote last may not be visible
    @Nullable Object[] source = other.entries;
    if (source != null) {
      @Nullable Object[] copy = new @Nullable Object[source.length];
      this.size = EntryArray.copyVisible(source, copy);
      this.entries = copy;
    }
    this.side = ENDED;
  }

  final SpanLimits limits() {
    return origin.limiter.limits;
  }

  @Override
  final boolean isExclusive() {
    Object state = SIDE.getAcquire(this);
    return (state == null || state == ENDING) && owner == Thread.currentThread();
  }

  @Override
  public final boolean isRecording() {
    Object state = SIDE.getAcquire(this);
    return state != ENDED && (state != ENDING || owner == Thread.currentThread());
  }

  /** Whether a call may write: asked at its beginning. */
  final boolean takesIn() {
    return isRecording() || late();
  }

  /** Hook for a subclass: a call comes after the end. Returns false. */
  boolean late() {
    return false;
  }

  private static boolean isMark(@Nullable Object state) {
    return state == ENDED || state == ENDING;
  }

  /** Writes beside the owned fields; does nothing once the span has ended. */
  final void aside(UnaryOperator<SpanDetails> change) {
    Object old = SIDE.getAcquire(this);
    while (!isMark(old)) {
      SpanDetails written = old == null ? SpanDetails.NONE : (SpanDetails) old;
      if (SIDE.compareAndSet(this, old, change.apply(written))) {
        return;
      }
      old = SIDE.getAcquire(this);
    }
    late();
  }

  /** What is to be done with a value before it is kept. */
  enum Form {
    /** The application's own object. */
    ANY,
    /** In stored form, perhaps beyond the limits. */
    STORED,
    /** In stored form and within the limits. */
    LIMITED
  }

  final void putAll(Attributes attributes) {
    Object[] pairs = attributes.entries();
    for (int i = 0; i < attributes.size() << 1; i += 2) {
      put((String) pairs[i], pairs[i + 1], Form.STORED);
    }
  }

  /** Sets an attribute. Counts no cut of what is not kept. */
  final void put(@Nullable String key, @Nullable Object value, Form form) {
    if (key == null || key.isEmpty() || value == null) {
      return;
    }
    try {
      Object kept = form == Form.LIMITED ? value : takesIn() ? kept(value, form) : null;
      if (kept == null) {
        return;
      }
      if (isExclusive()) {
        putOwned(key, kept);
      } else {
        putAside(key, kept);
      }
    } catch (Throwable e) { // no stack or no memory was left
      try {
        origin.owner.failed("attribute of a span (it is left out)", e);
      } catch (Throwable again) {
        // not even for counting it
      }
    }
  }

  private @Nullable Object kept(Object value, Form form) {
    Object stored = form == Form.ANY ? origin.limiter.normalize(value) : value;
    return stored == null ? null : origin.limiter.limit(stored);
  }

  /**
   * A name that the owner set may be set again however full the record is: it needs no more room.
   */
  private void putAside(String key, Object value) {
    int limit = limits().attributes();
    aside(
        written ->
            written.attributes.size() < limit || written.attributes.contains(key) || isOwned(key)
                ? written.withAttribute(key, value)
                : written.withDroppedAttribute());
  }

  /** Whether the owner has set an attribute, as far as is visible. */
  private boolean isOwned(String key) {
    @Nullable Object[] pairs = entries;
    return pairs != null && EntryArray.isVisible(pairs, key);
  }

  private void putOwned(String key, Object value) {
    @Nullable Object[] pairs = entries;
    if (pairs == null) {
      pairs = entries = new @Nullable Object[16];
    }
    int bit = Attributes.bit(key);
    if ((seen & bit) != 0 && EntryArray.replace(pairs, size, key, value)) {
      return;
    }
    if (size >= limits().attributes()) {
      details = details.withDroppedAttribute();
      return;
    }
    if (size << 1 == pairs.length) {
      entries = pairs = EntryArray.grown(pairs);
    }
    EntryArray.append(pairs, size, key, value);
    seen |= bit;
    size++;
  }

  /** Takes over what was told before the start, and by the sampler. Called before publication. */
  final void init(Attributes given, List<LinkData> links, Attributes sampled) {
    if (!given.isEmpty()) { // each name is there once: no need to look for it
      Attributes kept = origin.limiter.limit(given);
      size = kept.size();
      @Nullable Object[] pairs = new @Nullable Object[Math.max(16, (size + 4) << 1)];
      System.arraycopy(kept.entries(), 0, pairs, 0, size << 1);
      seen = Attributes.bits(kept.entries(), size);
      VarHandle.releaseFence(); // the pairs before the reference to them
      entries = pairs;
      for (int i = size; i < given.size(); i++) {
        details = details.withDroppedAttribute();
      }
    }
    putAll(sampled);
    for (int i = 0; i < links.size(); i++) {
      details = details.withLink(links.get(i), limits().links());
    }
  }

  final void end(long epochNanos) {
    Object written = this; // none of what may be there
    boolean counted = false;
    try {
      boolean mayWrite = origin.owner.writesAtEnd();
      boolean isOwner = owner == Thread.currentThread();
      written = seal(mayWrite && isOwner ? ENDING : ENDED);
      if (isMark(written)) {
        late();
        return;
      }
      long now = origin.clock.nanoTime();
      OwnedSpan span = isOwner ? this : copy();
      recorded = NO_ERRORS;
      finished();
      span.complete((SpanDetails) written, mayWrite, epochNanos, now);
      owner = null;
      origin.owner.countEnd();
      counted = true;
      origin.owner.ended(span, localTrace(), localRoot() == this, now);
    } catch (Throwable e) { // no stack or no memory was left
      if (written != this) {
        LostSpans lost = origin.lost;
        synchronized (lost) {
          lost.all++;
          lost.uncounted += counted ? 0 : 1;
        }
        try {
          origin.owner.lost(localTrace(), localRoot() == this, e);
        } catch (Throwable again) {
          // not even for telling it
        }
      }
    }
  }

  /**
   * Takes over what was written beside the owned fields, lets processors write, and freezes the
   * span. Apart from {@link #end}: the compiler puts a method that is called often into its caller
   * up to 325 bytes only, and a call would cost a tenth of the span.
   */
  private void complete(
      @Nullable SpanDetails written, boolean mayWrite, long epochNanos, long now) {
    if (written != null) {
      merge(written);
    }
    boolean isGiven = epochNanos != Timeline.NOW;
    endAt(isGiven ? epochNanos : anchor().toEpoch(now), isGiven);
    if (mayWrite) {
      lastWrites();
    }
    if (details != SpanDetails.NONE) {
      origin.limiter.countDropped(details.dropped());
    }
    freeze();
  }

  /** Puts a mark there unless there is one: nobody ends a span twice. Returns what was there. */
  private @Nullable Object seal(Object mark) {
    Object old = SIDE.getAcquire(this);
    while (!isMark(old) && !SIDE.compareAndSet(this, old, mark)) {
      old = SIDE.getAcquire(this);
    }
    return old;
  }

  /** A copy of what the owner wrote, as far as it is visible, for another thread that ends it. */
  abstract OwnedSpan copy();

  /** Hook for a subclass: the span was ended. */
  void finished() {}

  /** Lets processors write to this span, which is the ender's own or its copy. */
  private void lastWrites() {
    owner = Thread.currentThread();
    SIDE.setRelease(this, ENDING);
    origin.owner.ending(this);
    SIDE.setRelease(this, ENDED);
    owner = null;
  }

  private void merge(SpanDetails written) {
    Object[] pairs = written.attributes.entries();
    for (int i = 0; i < written.attributes.size() << 1; i += 2) {
      putOwned((String) pairs[i], pairs[i + 1]);
    }
    details = details.then(written, limits());
    name = written.name == null ? name : written.name;
  }
}
