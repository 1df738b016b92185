// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.lang.ref.WeakReference;

/** A consumer as its spans see it. Immutable. */
final class PolledBy {
  private final ClientInfo client;
  private final Operation poll;
  private final Operation process;
  private final WeakReference<PolledBy> reference = new WeakReference<>(this);

  PolledBy(ClientInfo client) {
    this.client = client;
    this.poll = Operation.poll(client);
    this.process = Operation.process(client);
  }

  ClientInfo client() {
    return client;
  }

  Operation poll() {
    return poll;
  }

  Operation process() {
    return process;
  }

  /** Always the same one; does not keep this object. */
  WeakReference<PolledBy> reference() {
    return reference;
  }
}
