// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ThrowablesTest {
  /** An exception of the application's own, which may be its own cause. */
  private static final class Ring extends CompletionException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      return this;
    }
  }

  /** One of a class whose author thought of an end only. */
  private static final class Silent extends CompletionException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      throw new UnsupportedOperationException("no cause");
    }
  }

  @Test
  void unwrapped_causeThatCannotBeAsked_isTheWrapper() {
    Silent silent = new Silent();
    assertThat(Throwables.unwrapped(silent)).isSameAs(silent);
    assertThat(Throwables.unwrapped(new CompletionException(silent))).isSameAs(silent);
  }

  @Test
  void unwrapped_isWhatDependentStagesHaveWrapped() {
    IOException error = new IOException("broken");
    assertThat(Throwables.unwrapped(error)).isSameAs(error);
    assertThat(Throwables.unwrapped(new CompletionException(new CompletionException(error))))
        .isSameAs(error);

    CompletionException alone = new CompletionException("without a cause", null);
    assertThat(Throwables.unwrapped(alone)).isSameAs(alone);
    Ring ring = new Ring();
    assertThat(Throwables.unwrapped(ring)).isSameAs(ring);
  }
}
