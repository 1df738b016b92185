// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wrapped consumers that are open, and which of them a record came from: a record does not
 * tell. If there is one, it is that. Of several it is the one whose last poll brought the record;
 * for records of earlier polls it is what those have in common that ever brought a record of its
 * partition, for other records what all have in common. So what is not known is left out, not
 * guessed. Thread-safe.
 */
final class OpenConsumers {
  /** What is told of processing when nobody knows whose records they are. */
  static final Operation UNKNOWN = Operation.process(ClientInfo.UNKNOWN);

  // mutable state
  /**
   * Holds an immutable list. Weakly, as an application may close the consumer that a wrapper stands
   * around and let go of the wrapper, which then takes its last batch with it.
   */
  private final AtomicReference<List<WeakReference<PollingClient>>> open =
      new AtomicReference<>(List.of());

  /** Made when first asked for; cleared when a consumer comes or leaves, lest it grow for ever. */
  private final Map<ClientInfo, Operation> operations = new ConcurrentHashMap<>();

  void add(PollingClient consumer) {
    WeakReference<PollingClient> added = new WeakReference<>(consumer);
    open.updateAndGet(known -> Stream.concat(others(known, consumer), Stream.of(added)).toList());
    operations.clear();
  }

  void remove(PollingClient consumer) {
    open.updateAndGet(known -> others(known, consumer).toList());
    operations.clear();
  }

  /** Those that are still in use, without {@code consumer}. */
  private static Stream<WeakReference<PollingClient>> others(
      List<WeakReference<PollingClient>> known, PollingClient consumer) {
    return known.stream().filter(each -> !each.refersTo(null) && !each.refersTo(consumer));
  }

  /** What the spans that process {@code record} have in common. */
  Operation process(ConsumerRecord<?, ?> record) {
    ClientInfo source = source(record);
    return source == null ? UNKNOWN : operations.computeIfAbsent(source, Operation::process);
  }

  /** What the spans have in common that process what {@code consumer} has polled. */
  Operation process(Consumer<?, ?> consumer) {
    return operations.computeIfAbsent(ClientInfo.of(consumer), Operation::process);
  }

  private @Nullable ClientInfo source(ConsumerRecord<?, ?> record) {
    List<WeakReference<PollingClient>> all = requireNonNull(open.get());
    for (WeakReference<PollingClient> each : all) {
      PollingClient consumer = each.get();
      if (consumer != null && (all.size() == 1 || consumer.brought(record))) {
        return consumer.info();
      }
    }
    ClientInfo likely = common(all, consumer -> consumer.mayHaveBrought(record));
    return likely != null ? likely : common(all, consumer -> true);
  }

  /** What is true of all consumers that match; null if none does. */
  private static @Nullable ClientInfo common(
      List<WeakReference<PollingClient>> consumers, Predicate<PollingClient> matches) {
    ClientInfo common = null;
    for (WeakReference<PollingClient> each : consumers) {
      PollingClient consumer = each.get();
      if (consumer != null && matches.test(consumer)) {
        common = common == null ? consumer.info() : common.common(consumer.info());
      }
    }
    return common;
  }
}
