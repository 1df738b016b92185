// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A service's line of an answer.
 *
 * @param headers those of tracing that it was reached with, names in lower case
 */
record Seen(String kind, Hop.Report report, Map<String, String> headers) {
  private static final String BETWEEN = "\t";

  static Seen of(String kind, Hop.Report report, Map<String, String> received) {
    Map<String, String> headers = Hop.headers();
    received.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new Seen(kind, report, headers);
  }

  String format() {
    List<String> fields = new ArrayList<>();
    fields.add(kind);
    fields.add(report.traceId());
    fields.add(report.spanId());
    fields.add(report.parentId());
    fields.add(report.callId());
    fields.add(Boolean.toString(report.sampled()));
    fields.add(report.recorded());
    headers.forEach((name, value) -> fields.add(name + ": " + value));
    return String.join(BETWEEN, fields);
  }

  static Seen parse(String line) {
    String[] fields = line.split(BETWEEN, -1);
    Map<String, String> headers = Hop.headers();
    for (int i = 7; i < fields.length; i++) {
      int colon = fields[i].indexOf(": ");
      headers.put(fields[i].substring(0, colon), fields[i].substring(colon + 2));
    }
    return new Seen(
        fields[0],
        new Hop.Report(
            fields[1], fields[2], fields[3], fields[4], Boolean.parseBoolean(fields[5]), fields[6]),
        headers);
  }
}
