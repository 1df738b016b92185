// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which consumer the records that are being processed came from: a record does not tell. On the
 * thread that polled it is the consumer polled last. On other threads it is what all wrapped
 * consumers have in common, which for most applications is the group. Thread-safe.
 */
final class Polled {
  /** Holds types of the JDK only, so that a pool's thread does not keep our classes. */
  @SuppressWarnings("ThreadLocalUsage") // each KafkaTracing has its own consumers
  private final ThreadLocal<@Nullable WeakReference<PolledBy>> last = new ThreadLocal<>();

  /** Null until a consumer is known. */
  private final AtomicReference<@Nullable PolledBy> common = new AtomicReference<>();

  private final PolledBy unknown = new PolledBy(ClientInfo.UNKNOWN);

  /** Makes the consumer known to all threads. */
  void add(PolledBy consumer) {
    common.updateAndGet(
        known -> known == null ? consumer : new PolledBy(known.client().common(consumer.client())));
  }

  /** Remembers that the calling thread got records from {@code consumer}. */
  void by(PolledBy consumer) {
    if (last.get() != consumer.reference()) {
      last.set(consumer.reference());
    }
  }

  /** The consumer whose records the calling thread has, for all we know. */
  PolledBy consumer() {
    WeakReference<PolledBy> reference = last.get();
    PolledBy consumer = reference == null ? null : reference.get();
    if (consumer == null) {
      consumer = common.get();
    }
    return consumer == null ? unknown : consumer;
  }
}
