// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.ThreadState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time during which a {@link Context} is the current one of a thread. Close it on the thread
 * that opened it, best by try-with-resources.
 *
 * <p>Closing is safe in any order: a scope closes all those that were opened inside it and are
 * still open, and brings back the context that was current before it. Closing again does nothing.
 * Closing on another thread leaves that thread alone; the opening thread drops the scope when it
 * next looks. Both mistakes are counted and logged.
 *
 * @since 0.1
 */
public sealed class Scope implements AutoCloseable {
  /**
   * More scopes than this are not open inside one another: the outer ones were forgotten, and would
   * be held for ever.
   */
  private static final int MOST_OPEN = 1_000;

  /** The scope of a context for which there was no stack or no memory: the one before stays. */
  static final Scope NONE = new Scope(Context.root(), null);

  static {
    NONE.closed = true;
  }

  // immutable state
  final Context context;
  private final @Nullable Scope previous;

  /** How many are open with it; a short keeps the object small. */
  private final short depth;

  // mutable state
  /*
   * Written by whoever closes, read by the opening thread. A race is benign: only a close on a wrong
   * thread races, and the opening thread then sees it later.
   */
  private boolean closed;

  Scope(Context context, @Nullable Scope previous) {
    this.context = context;
    this.previous = previous;
    this.depth = (short) (previous == null ? 1 : previous.depth + 1);
  }

  /** The innermost open scope of the slot's thread; drops those that other threads closed. */
  static @Nullable Scope innermost(@Nullable Object[] slot) {
    Scope scope = (Scope) slot[ThreadState.SCOPE];
    if (scope == null || !scope.closed) {
      return scope;
    }
    while (scope != null && scope.closed) {
      scope = scope.previous;
    }
    slot[ThreadState.SCOPE] = scope;
    return scope;
  }

  /** How many scopes with an owner's spans the calling thread has open. */
  static int openOnThisThread(SpanOwner owner) {
    int open = 0;
    for (Scope scope = innermost(ThreadState.slot()); scope != null; scope = scope.previous) {
      open += scope.context.span.owner() == owner ? 1 : 0;
    }
    return open;
  }

  /** Makes {@code context} the current one of the slot's thread. */
  static Scope open(@Nullable Object[] slot, Context context) {
    Scope scope = NONE;
    try {
      Scope innermost = innermost(slot);
      boolean isFull = innermost != null && innermost.depth == MOST_OPEN;
      Scope made = make(context, isFull ? null : innermost);
      slot[ThreadState.SCOPE] = made;
      scope = made;
      contextChanged(innermost, made);
      if (isFull) {
        forgotten(innermost);
      }
    } catch (Throwable e) { // no stack or no memory was left
      try {
        SpanOwner owner = context.owner;
        if (owner != null) {
          owner.failed("scope of a span", e);
        }
      } catch (Throwable again) {
        // not even for counting it
      }
    }
    return scope;
  }

  private static Scope make(Context context, @Nullable Scope previous) {
    SpanOwner owner = context.owner;
    if (owner == null) {
      return context.isEmpty() ? new Scope(context, previous) : new Foreign(context, previous);
    }
    return owner.isStrict() ? new Traced(context, previous, owner) : new Scope(context, previous);
  }

  /** Tells the first engine there is that scopes were never closed. */
  private static void forgotten(@Nullable Scope innermost) {
    for (Scope scope = innermost; scope != null; scope = scope.previous) {
      SpanOwner owner = scope.context.owner;
      if (owner != null) {
        owner.scopesForgotten(
            MOST_OPEN, owner.inMessage(scope.context.span.displayName()), scope.opened());
        return;
      }
    }
  }

  /** Brings back the context that was current before this scope was opened. Never throws. */
  @Override
  public void close() {
    @Nullable Object[] slot = ThreadState.slot();
    // First without a look at `closed`: another thread may have closed it, which left this slot
    // alone.
    if (slot[ThreadState.SCOPE] == this || innermost(slot) == this) {
      closed = true;
      slot[ThreadState.SCOPE] = previous;
      contextChanged(this, innermost(slot));
    } else if (!closed) {
      closeOutOfOrder(slot, innermost(slot));
    }
  }

  private void closeOutOfOrder(@Nullable Object[] slot, @Nullable Scope top) {
    Scope scope = top;
    while (scope != null && scope != this) {
      scope = scope.previous;
    }
    boolean otherThread = scope == null;
    if (!otherThread) {
      for (Scope inner = top; inner != null && inner != this; inner = inner.previous) {
        inner.closed = true;
      }
      slot[ThreadState.SCOPE] = previous;
    }
    closed = true;
    if (!otherThread && top != null) {
      tellAll(top, this, innermost(slot));
    }
    misused(top, otherThread); // last: it speaks to the application's logger
  }

  /** Tells the listeners of both contexts' tracers. */
  private static void contextChanged(@Nullable Scope before, @Nullable Scope now) {
    if (before != null && (before instanceof Foreign || now instanceof Foreign)) {
      tellAll(before, before, now);
      return;
    }
    Context current = now == null ? Context.root() : now.context;
    SpanOwner owner = current.owner;
    if (owner != null) {
      owner.contextChanged(current);
    }
    SpanOwner other = before == null ? null : before.context.owner;
    if (other != null && other != owner) {
      other.contextChanged(current);
    }
  }

  /**
   * Tells everybody who may take the context of a scope from {@code top} to {@code last} for it.
   */
  private static void tellAll(Scope top, Scope last, @Nullable Scope now) {
    Context current = now == null ? Context.root() : now.context;
    List<SpanOwner> owners = new ArrayList<>(2);
    if (now != null) {
      now.addOwners(owners);
    }
    for (Scope scope = top; scope != null; scope = scope == last ? null : scope.previous) {
      scope.addOwners(owners);
    }
    if (now instanceof Foreign foreign) {
      foreign.told = owners;
    }
    for (SpanOwner owner : owners) {
      owner.contextChanged(current);
    }
  }

  /** Adds those who were told that this scope's context is current. */
  void addOwners(List<SpanOwner> owners) {
    SpanOwner owner = context.owner;
    if (owner != null && !owners.contains(owner)) {
      owners.add(owner);
    }
  }

  /** Where the scope was opened, if that is known. */
  @Nullable Throwable opened() {
    return null;
  }

  private void misused(@Nullable Scope top, boolean otherThread) {
    SpanOwner owner = context.owner;
    if (owner == null && top != null) {
      owner = top.context.owner;
    }
    if (owner == null) {
      return;
    }
    String closing = owner.inMessage(context.span.displayName());
    String current =
        owner.inMessage((top == null ? Span.invalid() : top.context.span).displayName());
    String what =
        otherThread
            ? "The scope of span '"
                + closing
                + "' was closed on thread '"
                + Thread.currentThread().getName()
                + "', which did not open it; current there is '"
                + current
                + "'. Close a scope on the thread that opened it, and carry"
                + " the context to other threads with Context.wrap."
            : "The scope of span '"
                + closing
                + "' was closed while the scope of span '"
                + current
                + "', opened inside it, was still open; both are closed now."
                + " Use try-with-resources or Tracer.call.";
    // out of order, the inner scope is the one that somebody forgot
    Throwable inner = top == null || otherThread ? null : top.opened();
    owner.scopeMisused(what, inner == null ? opened() : inner);
  }

  /**
   * The scope of a span that no tracer of this process made, or of baggage alone: who was told of
   * it is to be told when it is over.
   */
  private static final class Foreign extends Scope {
    /** Replaced as a whole, by the thread that opened the scope. */
    private List<SpanOwner> told = List.of();

    Foreign(Context context, @Nullable Scope previous) {
      super(context, previous);
    }

    @Override
    void addOwners(List<SpanOwner> owners) {
      for (SpanOwner owner : told) {
        if (!owners.contains(owner)) {
          owners.add(owner);
        }
      }
    }
  }

  /** A scope of the strict mode, which remembers where it was opened. */
  private static final class Traced extends Scope {
    private final LeakDetector.Trace trace;

    Traced(Context context, @Nullable Scope previous, SpanOwner owner) {
      super(context, previous);
      this.trace =
          owner.leaks().track(this, "scope of span '" + context.span.displayName() + "'", "closed");
    }

    @Override
    public void close() {
      trace.done();
      super.close();
    }

    @Override
    Throwable opened() {
      return trace;
    }
  }
}
