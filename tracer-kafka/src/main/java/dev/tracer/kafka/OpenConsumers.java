// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
  /** Holds an immutable list. */
  private final AtomicReference<List<PollingClient>> open = new AtomicReference<>(List.of());

  /** Made when first asked for; cleared when a consumer leaves, lest it grow for ever. */
  private final Map<ClientInfo, Operation> operations = new ConcurrentHashMap<>();

  void add(PollingClient consumer) {
    open.updateAndGet(known -> Stream.concat(known.stream(), Stream.of(consumer)).toList());
  }

  void remove(PollingClient consumer) {
    open.updateAndGet(known -> known.stream().filter(each -> each != consumer).toList());
    operations.clear();
  }

  /** What the spans that process {@code record} have in common. */
  Operation process(ConsumerRecord<?, ?> record) {
    ClientInfo source = source(record);
    return source == null ? UNKNOWN : operations.computeIfAbsent(source, Operation::process);
  }

  private @Nullable ClientInfo source(ConsumerRecord<?, ?> record) {
    List<PollingClient> all = requireNonNull(open.get());
    if (all.size() == 1) {
      return all.get(0).info();
    }
    for (PollingClient consumer : all) {
      if (consumer.brought(record)) {
        return consumer.info();
      }
    }
    ClientInfo likely = common(all, consumer -> consumer.mayHaveBrought(record));
    return likely != null ? likely : common(all, consumer -> true);
  }

  /** What is true of all consumers that match; null if none does. */
  private static @Nullable ClientInfo common(
      List<PollingClient> consumers, Predicate<PollingClient> matches) {
    ClientInfo common = null;
    for (PollingClient consumer : consumers) {
      if (matches.test(consumer)) {
        common = common == null ? consumer.info() : common.common(consumer.info());
      }
    }
    return common;
  }
}
