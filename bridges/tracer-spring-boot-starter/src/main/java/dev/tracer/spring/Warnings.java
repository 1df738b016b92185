// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** What is wrong with the set-up: a line each, logged once. Confined to one thread. */
final class Warnings {
  private static final Log LOG = LogFactory.getLog("dev.tracer.spring");

  private final Set<String> lines = new LinkedHashSet<>();

  Warnings(String... lines) {
    this.lines.addAll(List.of(lines));
  }

  void add(String line) {
    lines.add(line);
  }

  List<String> lines() {
    return new ArrayList<>(lines);
  }

  /** Logs all of them. */
  void log() {
    lines.forEach(LOG::warn);
  }

  /** Logs what is no warning. */
  static void tell(String line) {
    LOG.info(line);
  }
}
