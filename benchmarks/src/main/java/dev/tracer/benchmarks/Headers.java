// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Requests as a server gets them: each has its own trace and its own tracestate of two vendors, and
 * some headers of no interest. So many that no implementation can remember the last one.
 */
final class Headers {
  static final int COUNT = 64;
  static final String TRACEPARENT = "traceparent";
  static final String TRACESTATE = "tracestate";

  private Headers() {}

  static Map<String, String> request(int number) {
    SplittableRandom random = new SplittableRandom(number);
    Map<String, String> headers = new HashMap<>();
    headers.put("host", "shop.example.com");
    headers.put("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)");
    headers.put("accept", "text/html,application/xhtml+xml");
    headers.put("accept-language", "en-US,en;q=0.5");
    headers.put("accept-encoding", "gzip, deflate, br");
    headers.put("x-request-id", hex(random));
    headers.put(TRACEPARENT, "00-" + hex(random) + hex(random) + "-" + hex(random) + "-01");
    headers.put(TRACESTATE, "vendor1=" + hex(random) + ",vendor2=t61rcWkgMzE");
    return headers;
  }

  private static String hex(SplittableRandom random) {
    return String.format("%016x", random.nextLong() | 1);
  }
}
