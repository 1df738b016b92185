// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A span that is recorded; once ended, also the {@link SpanData} that exporters read. Thread-safe
 * without a lock.
 */
/*
 * Who writes what.
 *
 * The thread that started the span owns it. While `side` is null the owner alone writes the "owned"
 * fields, plainly, and pays for no more than a look at `side`. A write of any other thread goes into
 * the record in `side`, which is replaced by compare-and-set. From the first such write on, the
 * owner writes there as well: so everything in `side` is newer than everything owned, and writes
 * that a hand-over between threads has ordered keep their order.
 *
 * end() swaps ENDED into `side`. Whoever gets something else out of the swap is the one that ends
 * the span, and holds all that was written there: a compare-and-set that comes later fails, and its
 * write is ignored, as the specification wants.
 *  - If that is the owner, nobody writes the owned fields any more. It merges the record into them
 *    and publishes this object.
 *  - If it is another thread, the owner may be amid a write that it began before the swap. The ender
 *    copies the owned fields into a span that no other thread knows, merges there and publishes the
 *    copy. What the owner still writes is lost in the original, which is legal, and what exporters
 *    read never changes.
 *
 * That copy may read what the owner is writing. All owned fields but `entries` are references to
 * immutable objects with final fields, so a racing read gets the old or the new one. `entries` grows
 * by pairs and replaces values: value and name are stored with release semantics, the value first,
 * and the copy takes pairs up to the first null name, with acquire semantics. It sees whole pairs or
 * none. After a proper hand-over it sees everything.
 *
 * The frozen fields are written by the ender before the span goes to the processors, whose queue
 * publishes them.
 */
sealed class RecordingSpan extends Span implements SpanData permits StrictSpan {
  private static final VarHandle SIDE;
  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Object[].class);

  static {
    try {
      SIDE = MethodHandles.lookup().findVarHandle(RecordingSpan.class, "side", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** In {@link #flags}: the parent lives in another process. */
  static final byte PARENT_REMOTE = 4;

  private static final Object ENDED = new Object();
  private static final SpanKind[] KINDS = SpanKind.values();

  // immutable state
  private final Tracer tracer;
  private final TimeAnchor anchor;
  private final RecordingSpan localRoot;
  private final long parentSpanId;
  private final long startEpochNanos;
  private final byte kind;

  // mutable state: owned
  private @Nullable Thread owner;
  private String name;
  private @Nullable Object @Nullable [] entries;
  private int size;
  private SpanDetails details = SpanDetails.NONE;

  // mutable state: null, a SideRecord or ENDED; through SIDE only
  @SuppressWarnings("unused")
  private @Nullable Object side;

  // mutable state: frozen by end()
  private long endEpochNanos;
  private @Nullable Attributes attributes;

  // mutable state: in a local root, the exceptions its local trace recorded; see RecordedErrors
  private @Nullable RecordedErrors recorded;

  /**
   * Starts a span of the calling thread. So many parameters and no object to hold them, because
   * that object would cost as much as the span.
   *
   * @param parent the span in the parent context; invalid for a root
   * @param startEpochNanos its start; {@link Engine#NOW} for now
   */
  @SuppressWarnings("EnumOrdinal") // a byte instead of a reference keeps the object small
  RecordingSpan(
      Tracer tracer,
      Span parent,
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      byte flags,
      TraceState traceState,
      String name,
      SpanKind kind,
      long startEpochNanos) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState);
    this.tracer = tracer;
    this.parentSpanId = parent.isValid() ? parent.spanId : 0;
    this.name = name;
    this.kind = (byte) kind.ordinal();
    this.owner = Thread.currentThread();
    long nanoTime = tracer.engine.clock.nanoTime();
    // a span of another engine lives by another clock
    if (parent instanceof RecordingSpan local && local.engine() == tracer.engine) {
      this.localRoot = local.localRoot;
      this.anchor = local.anchor;
    } else {
      this.localRoot = this;
      this.anchor = tracer.engine.anchor(nanoTime);
    }
    this.startEpochNanos =
        startEpochNanos == Engine.NOW ? anchor.toEpoch(nanoTime) : startEpochNanos;
  }

  /** Copies what the owner of {@code other} wrote, as far as it is visible. */
  private RecordingSpan(RecordingSpan other) {
    super(other.traceIdHigh, other.traceIdLow, other.spanId, other.flags, other.traceState);
    this.tracer = other.tracer;
    this.anchor = other.anchor;
    this.localRoot = other.localRoot;
    this.parentSpanId = other.parentSpanId;
    this.startEpochNanos = other.startEpochNanos;
    this.kind = other.kind;
    this.name = other.name;
    this.details = other.details;
    @Nullable Object[] source = other.entries;
    if (source != null) {
      VarHandle.acquireFence(); // the reference before the copied pairs
      @Nullable Object[] copy = new @Nullable Object[source.length];
      int n = 0;
      for (int i = 0; i < source.length; i += 2) {
        Object key = ENTRY.getAcquire(source, i);
        if (key == null) {
          break;
        }
        copy[i] = key;
        copy[i + 1] = ENTRY.getAcquire(source, i + 1);
        n++;
      }
      this.entries = copy;
      this.size = n;
    }
    this.side = ENDED;
  }

  /** Whether the caller is the owner and nobody else has written or ended the span. */
  private boolean isExclusive() {
    return SIDE.getAcquire(this) == null && owner == Thread.currentThread();
  }

  @Override
  public boolean isRecording() {
    return SIDE.getAcquire(this) != ENDED;
  }

  /** Writes beside the owned fields; does nothing once the span has ended. */
  private void aside(UnaryOperator<SideRecord> change) {
    for (Object old; (old = SIDE.getAcquire(this)) != ENDED; ) {
      SideRecord record = old == null ? SideRecord.EMPTY : (SideRecord) old;
      if (SIDE.compareAndSet(this, old, change.apply(record))) {
        return;
      }
    }
  }

  @Override
  public Span set(String name, @Nullable String value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, boolean value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, long value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, double value) {
    put(name, value);
    return this;
  }

  @Override
  public Span set(String name, @Nullable Object value) {
    if (isRecording()) {
      put(name, tracer.engine.limiter.normalize(value));
    }
    return this;
  }

  @Override
  public Span setAll(@Nullable Attributes attributes) {
    if (attributes != null) {
      Object[] pairs = attributes.entries();
      for (int i = 0; i < attributes.size() << 1; i += 2) {
        put((String) pairs[i], pairs[i + 1]);
      }
    }
    return this;
  }

  private void put(@Nullable String key, @Nullable Object value) {
    if (key == null || value == null || key.isEmpty()) {
      return;
    }
    if (isExclusive()) {
      putOwned(key, tracer.engine.limiter.limit(value));
    } else if (isRecording()) {
      putAside(key, tracer.engine.limiter.limit(value));
    }
  }

  /**
   * A name that the owner set may be set again however full the record is: it needs no more room.
   */
  private void putAside(String key, Object value) {
    int limit = tracer.engine.limits.attributes();
    aside(
        record ->
            record.hasRoomFor(key, limit) || isOwned(key)
                ? record.withAttribute(key, value)
                : record.withDroppedAttribute());
  }

  /** Whether the owner has set an attribute, as far as is visible. */
  private boolean isOwned(String key) {
    @Nullable Object[] pairs = entries;
    if (pairs == null) {
      return false;
    }
    VarHandle.acquireFence(); // the reference before the copied pairs
    for (int i = 0; i < pairs.length; i += 2) {
      Object name = ENTRY.getAcquire(pairs, i);
      if (name == null || key.equals(name)) {
        return name != null;
      }
    }
    return false;
  }

  private void putOwned(String key, Object value) {
    @Nullable Object[] pairs = entries;
    int end = size << 1;
    if (pairs == null) {
      pairs = entries = new @Nullable Object[16];
    }
    for (int i = 0; i < end; i += 2) {
      if (key.equals(pairs[i])) {
        ENTRY.setRelease(pairs, i + 1, value);
        return;
      }
    }
    if (size >= tracer.engine.limits.attributes()) {
      details = details.withDroppedAttribute();
      return;
    }
    if (end == pairs.length) {
      pairs = Arrays.copyOf(pairs, end << 1);
      VarHandle.releaseFence(); // the copied pairs before the reference to them
      entries = pairs;
    }
    ENTRY.setRelease(pairs, end + 1, value);
    ENTRY.setRelease(pairs, end, key);
    size++;
  }

  /** Takes over what was told before the start, and by the sampler. Called before publication. */
  void init(Attributes given, List<LinkData> links, Attributes sampled) {
    if (!given.isEmpty()) { // each name is there once: no need to look for it
      Attributes kept = tracer.engine.limiter.limit(given);
      size = kept.size();
      @Nullable Object[] pairs = new @Nullable Object[Math.max(16, (size + 4) << 1)];
      System.arraycopy(kept.entries(), 0, pairs, 0, size << 1);
      VarHandle.releaseFence(); // the pairs before the reference to them
      entries = pairs;
      for (int i = size; i < given.size(); i++) {
        details = details.withDroppedAttribute();
      }
    }
    if (!sampled.isEmpty()) {
      setAll(sampled);
    }
    for (int i = 0; i < links.size(); i++) {
      details = details.withLink(links.get(i), tracer.engine.limits.links());
    }
  }

  @Override
  public Span event(String name, Attributes attributes) {
    if (name != null && isRecording()) {
      add(tracer.engine.limiter.event(name, now(), attributes));
    }
    return this;
  }

  @Override
  public Span event(String name, Attributes attributes, Instant time) {
    if (name != null && isRecording()) {
      add(
          tracer.engine.limiter.event(
              name, time == null ? now() : Engine.epochNanos(time), attributes));
    }
    return this;
  }

  private void add(EventData event) {
    int limit = tracer.engine.limits.events();
    if (isExclusive()) {
      details = details.withEvent(event, limit);
      return;
    }
    aside(record -> record.withEvent(event, limit));
  }

  @Override
  public Span link(SpanContext context, Attributes attributes) {
    if (context == null || !isRecording()) {
      return this;
    }
    LinkData link = tracer.engine.limiter.link(context, attributes);
    int limit = tracer.engine.limits.links();
    if (isExclusive()) {
      details = details.withLink(link, limit);
      return this;
    }
    aside(record -> record.withLink(link, limit));
    return this;
  }

  @Override
  public Span rename(String newName) {
    if (newName == null) {
      return this;
    }
    if (isExclusive()) {
      name = newName;
      return this;
    }
    aside(record -> record.withName(newName));
    return this;
  }

  @Override
  public Span status(StatusCode code, @Nullable String description) {
    if (code == null || !isRecording()) {
      return this;
    }
    String text =
        description == null || code != StatusCode.ERROR
            ? null
            : (String) tracer.engine.limiter.limit(description);
    if (isExclusive()) {
      details = details.withStatus(code, text);
      return this;
    }
    aside(record -> record.withStatus(code, text));
    return this;
  }

  @Override
  public Span fail(Throwable error) {
    if (error == null || !isRecording()) {
      return this;
    }
    status(StatusCode.ERROR, Errors.message(error));
    set("error.type", error.getClass().getName());
    if (localRoot.firstRecordOf(error)) {
      add(tracer.engine.limiter.exceptionEvent(error, now(), Attributes.empty()));
    }
    return this;
  }

  @Override
  public Span recordException(Throwable error, Attributes attributes) {
    if (error != null && isRecording()) {
      localRoot.firstRecordOf(error);
      add(tracer.engine.limiter.exceptionEvent(error, now(), attributes));
    }
    return this;
  }

  /** Whether {@code error} is new to this local trace; remembers it. */
  private boolean firstRecordOf(Throwable error) {
    RecordedErrors known = recorded;
    if (known != null && known.contains(error)) {
      return false;
    }
    if (isRecording()) {
      recorded = RecordedErrors.with(known, error);
    }
    return true;
  }

  private long now() {
    return anchor.toEpoch(tracer.engine.clock.nanoTime());
  }

  @Override
  public void end() {
    end(Engine.NOW);
  }

  @Override
  public void end(@Nullable Instant time) {
    end(time == null ? Engine.NOW : Engine.epochNanos(time));
  }

  private void end(long epochNanos) {
    Object written = SIDE.getAndSet(this, ENDED);
    if (written == ENDED) {
      return;
    }
    long end = epochNanos == Engine.NOW ? now() : epochNanos;
    RecordingSpan span = owner == Thread.currentThread() ? this : new RecordingSpan(this);
    owner = null;
    recorded = null;
    finished();
    span.freeze(end, (SideRecord) written);
    tracer.engine.ended(span);
  }

  /** Hook for a subclass: the span was ended. */
  void finished() {}

  private void freeze(long end, @Nullable SideRecord written) {
    endEpochNanos = end;
    if (written != null) {
      Object[] pairs = written.attributes().entries();
      for (int i = 0; i < written.attributes().size() << 1; i += 2) {
        putOwned((String) pairs[i], pairs[i + 1]);
      }
      details = details.then(written.details(), tracer.engine.limits);
      name = written.name() == null ? name : written.name();
    }
    attributes = entries == null ? Attributes.empty() : Attributes.adopt(entries, size);
    entries = null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SpanKind kind() {
    return KINDS[kind];
  }

  @Override
  public SpanContext context() {
    return SpanContext.of(traceIdHigh, traceIdLow, spanId, flags, traceState, false);
  }

  @Override
  public long traceIdHigh() {
    return traceIdHigh;
  }

  @Override
  public long traceIdLow() {
    return traceIdLow;
  }

  @Override
  public long spanIdAsLong() {
    return spanId;
  }

  @Override
  public byte traceFlags() {
    return (byte) (flags & (SpanContext.SAMPLED | SpanContext.RANDOM));
  }

  @Override
  public TraceState traceState() {
    return traceState;
  }

  @Override
  public long parentSpanIdAsLong() {
    return parentSpanId;
  }

  @Override
  public boolean isParentRemote() {
    return (flags & PARENT_REMOTE) != 0;
  }

  @Override
  public long startEpochNanos() {
    return startEpochNanos;
  }

  @Override
  public long endEpochNanos() {
    return endEpochNanos;
  }

  @Override
  public Attributes attributes() {
    Attributes frozen = attributes;
    return frozen == null ? Attributes.empty() : frozen;
  }

  @Override
  public List<EventData> events() {
    return details.events();
  }

  @Override
  public List<LinkData> links() {
    return details.links();
  }

  @Override
  public StatusCode statusCode() {
    return details.status();
  }

  @Override
  public @Nullable String statusDescription() {
    return details.description();
  }

  @Override
  public int droppedAttributes() {
    return details.droppedAttributes();
  }

  @Override
  public int droppedEvents() {
    return details.droppedEvents();
  }

  @Override
  public int droppedLinks() {
    return details.droppedLinks();
  }

  @Override
  public Resource resource() {
    return tracer.engine.resource;
  }

  @Override
  public InstrumentationScope instrumentationScope() {
    return tracer.scope;
  }

  @Override
  Engine engine() {
    return tracer.engine;
  }

  @Override
  String displayName() {
    return name;
  }

  @Override
  public String toString() {
    return "Span{" + name + ' ' + traceId() + '-' + spanId() + '}';
  }
}
