// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a messaging integration gives to its contracts: traced clients of one destination, which is
 * new and empty. What it throws fails the test.
 */
public interface MessagingSystem extends AutoCloseable {
  /** {@code messaging.system}. */
  String name();

  /** {@code messaging.destination.name}. */
  String destination();

  /** Sends with tracing, and returns when the message is acknowledged and its span has ended. */
  void send(Message message) throws Exception;

  /**
   * Sends with tracing; {@code callback} is the application's own, given the error or null. Returns
   * when it has run.
   */
  void send(Message message, Consumer<Throwable> callback) throws Exception;

  /** Sends with tracing what the system refuses; returns when {@code callback} has run. */
  void sendRefused(Consumer<Throwable> callback) throws Exception;

  /** Sends without tracing, and returns when the message is acknowledged. */
  void sendUntraced(Message message) throws Exception;

  /** Receives, with tracing where receiving is traced, the next {@code count} messages. */
  List<Message> receive(int count) throws Exception;

  /** Receives although there is nothing, and returns. */
  void receiveNothing() throws Exception;

  /** Has a received message processed with tracing. */
  void process(Message message, Work work) throws Throwable;

  /** Has received messages processed together with tracing. */
  void processBatch(List<Message> messages, Work work) throws Throwable;

  @Override
  void close();

  /** The application's handler. */
  @FunctionalInterface
  interface Work {
    /** Processes. */
    void run() throws Throwable;
  }
}
