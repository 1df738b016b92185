// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.ThreadState;
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
public sealed class Scope implements AutoCloseable permits StrictScope {
  // immutable state
  final Context context;
  private final @Nullable Scope previous;

  // mutable state
  /*
   * Written by whoever closes, read by the opening thread. A race is benign: only a close on a wrong
   * thread races, and the opening thread then sees it later.
   */
  private boolean closed;

  Scope(Context context, @Nullable Scope previous) {
    this.context = context;
    this.previous = previous;
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

  /** Makes {@code context} the current one of the slot's thread. */
  static Scope open(@Nullable Object[] slot, Context context) {
    Scope previous = innermost(slot);
    Engine engine = context.engine;
    Scope scope =
        engine != null && engine.leaks != null
            ? new StrictScope(context, previous, engine.leaks)
            : new Scope(context, previous);
    slot[ThreadState.SCOPE] = scope;
    contextChanged(previous == null ? Context.root() : previous.context, context);
    return scope;
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
      changed(slot);
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
    misused(top, otherThread);
    if (!otherThread) {
      changed(slot);
    }
  }

  private void changed(@Nullable Object[] slot) {
    Scope now = innermost(slot);
    contextChanged(context, now == null ? Context.root() : now.context);
  }

  /** Tells the listeners of both contexts' tracers. */
  private static void contextChanged(Context before, Context now) {
    Engine engine = now.engine;
    if (engine != null) {
      engine.contextChanged(now);
    }
    Engine other = before.engine;
    if (other != null && other != engine) {
      other.contextChanged(now);
    }
  }

  /** Where the scope was opened, if that is known. */
  @Nullable Throwable opened() {
    return null;
  }

  private void misused(@Nullable Scope top, boolean otherThread) {
    Engine engine = context.engine;
    if (engine == null && top != null) {
      engine = top.context.engine;
    }
    if (engine != null) {
      Span current = top == null ? Span.invalid() : top.context.span;
      // Out of order, the inner scope is the one that somebody forgot.
      Throwable inner = top == null || otherThread ? null : top.opened();
      engine.scopeMisused(context.span, current, otherThread, inner == null ? opened() : inner);
    }
  }
}
