// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to a server, run by a thread of its own, so that nothing the server does, a byte a
 * second for example, holds up the one who asks.
 */
final class StrategyRequest implements Runnable {
  private static final int STEP_MILLIS = 5_000;
  private static final int MAX_BYTES = 1 << 20;

  private final URL url;

  /** Open until there is an answer, or nobody wants one any more. */
  private final CountDownLatch done = new CountDownLatch(1);

  // written by the thread that runs it, before it opens the latch
  private @Nullable String answer;
  private @Nullable Throwable failure;

  /** Written by the thread that runs it, read by the one that cuts it off. */
  private volatile @Nullable HttpURLConnection connection;

  /** Written by the one that cuts it off, read by the thread that runs it. */
  private volatile boolean isCut;

  StrategyRequest(URL url) {
    this.url = url;
  }

  @Override
  public void run() {
    try {
      answer = fetch();
    } catch (Throwable e) {
      failure = e;
    } finally {
      done.countDown();
    }
  }

  private String fetch() throws IOException {
    HttpURLConnection http = (HttpURLConnection) url.openConnection();
    connection = http;
    try {
      http.setConnectTimeout(STEP_MILLIS);
      http.setReadTimeout(STEP_MILLIS);
      http.setInstanceFollowRedirects(false);
      http.setUseCaches(false);
      if (http.getResponseCode() != 200) {
        throw new IOException("HTTP status " + http.getResponseCode());
      }
      return read(http.getInputStream());
    } finally {
      http.disconnect();
    }
  }

  /** What is longer than a megabyte ends in the middle, and is malformed. */
  private String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] some = new byte[8192];
    for (int n; !isCut && bytes.size() < MAX_BYTES && (n = in.read(some)) >= 0; ) {
      bytes.write(some, 0, n);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Nobody wants the answer any more: lets the one who waits for it go. */
  void giveUp() {
    isCut = true;
    done.countDown();
  }

  /**
   * Waits for the answer, and cuts the connection if it is not there in time.
   *
   * @throws IOException if there is none
   */
  String await(long nanos) throws IOException, InterruptedException {
    boolean isThere = false;
    try {
      isThere = done.await(nanos, TimeUnit.NANOSECONDS) && !isCut;
    } finally {
      if (!isThere) {
        cut();
      }
    }
    if (!isThere) {
      throw new IOException("no answer within " + nanos / 1_000_000_000 + " s");
    }
    if (answer == null) {
      throw new IOException(String.valueOf(failure), failure);
    }
    return answer;
  }

  private void cut() {
    isCut = true;
    HttpURLConnection http = connection;
    if (http != null) {
      http.disconnect();
    }
  }
}
