// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import dev.tracer.Scope;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sends a request several times; see {@link HttpTracing#retry}. Confined to one thread. */
final class Retry {
  private final List<IOException> earlier = new ArrayList<>();

  <T> HttpResponse<T> send(
      int attempts, Predicate<? super HttpResponse<T>> again, HttpTracing.Attempt<T> attempt)
      throws IOException, InterruptedException {
    try {
      for (int resends = 0; ; resends++) {
        boolean last = resends == attempts - 1;
        try (Scope scope = HttpTracing.resend(resends).makeCurrent()) {
          HttpResponse<T> response = requireNonNull(attempt.send(), "attempt answered null");
          if (last || !isToRepeat(response, again)) {
            return response;
          }
          discard(response.body());
        } catch (IOException e) {
          if (last) {
            throw e;
          }
          earlier.add(e);
        }
      }
    } catch (Throwable e) {
      for (IOException before : earlier) {
        if (before != e) {
          e.addSuppressed(before);
        }
      }
      throw e;
    }
  }

  private static <T> boolean isToRepeat(
      HttpResponse<T> response, Predicate<? super HttpResponse<T>> again) {
    try {
      return again.test(response);
    } catch (Throwable e) {
      discard(response.body());
      throw e;
    }
  }

  /** Lets go of an answer that nobody reads: a connection hangs on it. */
  private static void discard(@Nullable Object body) {
    try {
      if (body instanceof AutoCloseable open) { // an InputStream, a Stream of lines
        open.close();
      } else if (body instanceof Flow.Publisher<?> publisher) {
        @SuppressWarnings("unchecked") // what BodyHandlers.ofPublisher makes, or nearly
        var buffers = (Flow.Publisher<List<ByteBuffer>>) publisher;
        buffers.subscribe(new Cancelling());
      }
    } catch (Exception e) {
      // it was to be thrown away anyhow
    }
  }

  /** Wants nothing. */
  private static final class Cancelling implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }
}
