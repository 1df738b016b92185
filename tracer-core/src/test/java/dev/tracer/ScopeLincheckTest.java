// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.Lincheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever the interleaving of two threads that open scopes and close their own and each other's: a
 * thread sees no context but its own, never one whose scope it closed, and finds the root again
 * when all is closed.
 */
@Tag("slow")
class ScopeLincheckTest {
  private static final ContextKey<Integer> OWNER = ContextKey.named("owner");

  @Test
  void scopes_closedByAnyThread_leaveEachThreadItsOwn() {
    Lincheck.runConcurrentTest(
        500,
        () -> {
          var scopes = new AtomicReferenceArray<Scope>(4);
          var wrong = new AtomicReference<String>();
          Thread other = new Thread(() -> wrong.set(use(scopes, 2)));
          other.start();
          String wrongHere = use(scopes, 0);
          join(other);
          if (wrongHere != null || wrong.get() != null) {
            throw new IllegalStateException(wrongHere + ", " + wrong);
          }
        });
  }

  /** Opens two scopes, closes all four; returns what was wrong. */
  private static @Nullable String use(AtomicReferenceArray<Scope> scopes, int mine) {
    if (current() != null) {
      return "not at the root";
    }
    scopes.set(mine, Context.current().with(OWNER, mine).makeCurrent());
    scopes.set(mine + 1, Context.current().with(OWNER, mine + 1).makeCurrent());
    close(scopes.get(2 - mine)); // the outer one of the other thread
    Integer seen = current();
    if (seen != null && seen != mine && seen != mine + 1) {
      return "another thread's context";
    }
    close(scopes.get(mine + 1));
    seen = current();
    if (seen != null && seen != mine) {
      return "a context whose scope is closed";
    }
    close(scopes.get(3 - mine));
    close(scopes.get(mine));
    return current() == null ? null : "not back at the root";
  }

  private static @Nullable Integer current() {
    return Context.current().get(OWNER);
  }

  private static void close(@Nullable Scope scope) {
    if (scope != null) {
      scope.close();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
