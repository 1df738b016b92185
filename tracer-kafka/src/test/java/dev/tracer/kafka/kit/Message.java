// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message as the contracts see it.
 *
 * @param value the payload
 * @param headers names and values in the order of the carrier; names may repeat
 * @param original what the system under test received; null in a message to send
 */
public record Message(String value, List<Map.Entry<String, String>> headers, Object original) {
  /** Copies the list. */
  public Message {
    headers = List.copyOf(headers);
  }

  /** A message to send; {@code headers} are names and values in turn. */
  public static Message of(String value, String... headers) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      pairs.add(Map.entry(headers[i], headers[i + 1]));
    }
    return new Message(value, pairs, null);
  }

  /** The values of all headers called {@code name}. */
  public List<String> header(String name) {
    return headers.stream().filter(h -> h.getKey().equals(name)).map(Map.Entry::getValue).toList();
  }
}
