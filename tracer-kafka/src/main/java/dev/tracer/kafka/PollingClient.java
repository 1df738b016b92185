// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A wrapped consumer as its spans see it: who it is, and which records it brought. Thread-safe; the
 * polling thread writes, whoever processes records reads.
 */
final class PollingClient {
  // immutable state
  private final ClientInfo info;
  private final Operation poll;

  // mutable state
  /** The partitions that it ever brought records of. */
  private final Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();

  /** What the last poll brought, until the next one begins. */
  private volatile @Nullable ConsumerRecords<?, ?> batch;

  PollingClient(ClientInfo info) {
    this.info = info;
    this.poll = Operation.poll(info);
  }

  ClientInfo info() {
    return info;
  }

  /** What its receive spans have in common. */
  Operation poll() {
    return poll;
  }

  /** A poll begins: the records of the one before are in the application's hands alone. */
  void polling() {
    batch = null;
  }

  /** A poll has brought {@code records}. */
  void polled(ConsumerRecords<?, ?> records) {
    partitions.addAll(records.partitions());
    batch = records;
  }

  /** Whether the last poll brought this very record. */
  boolean brought(ConsumerRecord<?, ?> record) {
    ConsumerRecords<?, ?> last = batch;
    if (last == null) {
      return false;
    }
    List<? extends ConsumerRecord<?, ?>> records = last.records(partition(record));
    int low = 0;
    int high = records.size() - 1;
    while (low <= high) { // offsets rise
      int middle = (low + high) >>> 1;
      ConsumerRecord<?, ?> candidate = records.get(middle);
      if (candidate.offset() == record.offset()) {
        return candidate == record;
      }
      if (candidate.offset() < record.offset()) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** Whether it ever brought a record of that partition. */
  boolean mayHaveBrought(ConsumerRecord<?, ?> record) {
    return partitions.contains(partition(record));
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
