// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a request carried that may be secret, and that the other side may quote in its answer: the
 * values of headers and of the URL's query. Immutable as long as nobody changes the headers.
 */
final class Secrets {
  static final Secrets NONE = new Secrets(Map.of(), "");

  /** Shorter words, {@code Bearer} and the names of tenants for example, are none. */
  private static final int SHORTEST = 8;

  private final Map<String, String> headers;
  private final String query;

  Secrets(Map<String, String> headers, String query) {
    this.headers = headers;
    this.query = query;
  }

  /** A text without them. */
  String masked(String text) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!isOurs(header.getKey())) {
        Collections.addAll(words, header.getValue().split("[ ,;]+", -1));
      }
    }
    for (String parameter : query.split("[?&]", -1)) {
      words.add(parameter.substring(parameter.indexOf('=') + 1));
    }
    words.sort(Comparator.comparingInt(String::length).reversed()); // one may begin another
    String masked = text;
    for (String word : words) {
      masked = word.length() < SHORTEST ? masked : masked.replace(word, "***");
    }
    return masked;
  }

  /** Whether a header tells nothing that the application or its operator has set. */
  private static boolean isOurs(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "accept", "content-encoding", "content-length", "content-type", "host", "user-agent" ->
          true;
      default -> false;
    };
  }
}
