// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http.kit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * What the far end of a client's calls does, whatever server it is put into: the path says how to
 * answer. Thread-safe.
 *
 * <ul>
 *   <li>{@code /status/CODE}: that status
 *   <li>{@code /redirect/N}: N redirects to {@code /status/200}
 *   <li>{@code /echo}: the request's body
 *   <li>{@code /large}: 300,000 bytes
 *   <li>{@code /never}: no answer until the peer closes
 *   <li>{@code /drop}: closes the connection without an answer
 * </ul>
 */
public final class PeerScript implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * What to answer.
   *
   * @param status -1 to close the connection
   */
  public record Answer(int status, Map<String, String> headers, byte[] body) {}

  /** A request as it arrived. */
  public record Seen(String method, String path, Map<String, List<String>> headers, byte[] body) {
    /** Keeps header names in lower case. */
    public Seen {
      Map<String, List<String>> lower = new TreeMap<>();
      headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
      headers = lower;
    }

    /** All values of a header. */
    public List<String> all(String name) {
      return headers.getOrDefault(name, List.of());
    }

    /** The only value of a header. */
    public String one(String name) {
      List<String> values = all(name);
      if (values.size() != 1) {
        throw new AssertionError("not one header " + name + " but " + values);
      }
      return values.get(0);
    }
  }

  /** Answers one request. */
  public Answer answer(Seen seen) throws InterruptedException {
    String path = seen.path().replaceFirst(";.*", "");
    Map<String, String> headers = Map.of("x-answer", "yes", "x-secret", "hidden");
    if (path.startsWith("/status/")) {
      return new Answer(Integer.parseInt(path.substring(8)), headers, new byte[0]);
    }
    if (path.startsWith("/redirect/")) {
      int left = Integer.parseInt(path.substring(10));
      String next = left == 1 ? "/status/200" : "/redirect/" + (left - 1);
      return new Answer(302, Map.of("location", next), new byte[0]);
    }
    return switch (path) {
      case "/echo" -> new Answer(200, headers, seen.body());
      case "/large" -> new Answer(200, headers, new byte[300_000]);
      case "/never" -> {
        closed.await();
        yield new Answer(200, headers, new byte[0]);
      }
      case "/drop" -> new Answer(-1, headers, new byte[0]);
      default -> new Answer(404, headers, new byte[0]);
    };
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
