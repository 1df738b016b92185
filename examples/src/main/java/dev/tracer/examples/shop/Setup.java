// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a service is told when it starts. Immutable.
 *
 * @param name the service
 * @param collector where its spans go, an address of OTLP over HTTP
 * @param kafka the brokers
 * @param peers where the other services are, by their names
 */
record Setup(String name, String collector, String kafka, Map<String, String> peers) {
  /** As arguments of a process. */
  String[] arguments() {
    StringBuilder all = new StringBuilder(name + ' ' + collector + ' ' + kafka);
    peers.forEach((peer, address) -> all.append(' ').append(peer).append('=').append(address));
    return all.toString().split(" ");
  }

  /** From the arguments of a process. */
  static Setup of(String[] arguments) {
    Map<String, String> peers = new TreeMap<>();
    for (int i = 3; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      peers.put(pair[0], pair[1]);
    }
    return new Setup(arguments[0], arguments[1], arguments[2], peers);
  }
}
