// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

/**
 * Attributes of messaging spans (OpenTelemetry semantic conventions 1.44, "Messaging", "Kafka").
 */
final class Names {
  static final String SYSTEM = "messaging.system";
  static final String OPERATION_NAME = "messaging.operation.name";
  static final String OPERATION_TYPE = "messaging.operation.type";
  static final String DESTINATION = "messaging.destination.name";
  static final String PARTITION = "messaging.destination.partition.id";
  static final String CLIENT_ID = "messaging.client.id";
  static final String CONSUMER_GROUP = "messaging.consumer.group.name";
  static final String MESSAGE_COUNT = "messaging.batch.message_count";
  static final String OFFSET = "messaging.kafka.offset";
  static final String KEY = "messaging.kafka.message.key";
  static final String TOMBSTONE = "messaging.kafka.message.tombstone";

  /** Ours: how many messages of a batch have no link because of the limit. */
  static final String LINKS_OMITTED = "tracer.kafka.links_omitted";

  /** Ours: the broker's answer to a send never came back to the interceptor. */
  static final String UNANSWERED = "tracer.kafka.unanswered";

  private static final String[] SMALL = new String[256];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = Integer.toString(i);
    }
  }

  private Names() {}

  /** A partition's number as text, which the conventions want. */
  static String partition(int number) {
    return number >= 0 && number < SMALL.length ? SMALL[number] : Integer.toString(number);
  }
}
