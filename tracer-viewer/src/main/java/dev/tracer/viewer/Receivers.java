// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes spans and log lines from requests: OTLP over HTTP in JSON and protobuf
 * (opentelemetry-proto, {@code docs/specification.md}), Zipkin's JSON. A request is read to its end
 * before anything of it is kept. Two are understood at a time, when their bodies are there, so what
 * they need is bounded; the others wait a little and are told to come again. Thread-safe.
 */
final class Receivers {
  private static final int AT_A_TIME = 2;
  private static final int PATIENCE_SECONDS = 5;

  private final TraceStore store;
  private final FileCopy copy;
  private final @Nullable Runnable afterRequest;
  private final Semaphore permits = new Semaphore(AT_A_TIME);

  /**
   * Receivers that fill {@code store}.
   *
   * @param copy where spans go besides
   * @param afterRequest called behind each request, by several threads at a time
   */
  Receivers(TraceStore store, FileCopy copy, @Nullable Runnable afterRequest) {
    this.store = store;
    this.copy = copy;
    this.afterRequest = afterRequest;
  }

  /** Whether what comes to a path is OTLP. */
  static boolean isOtlp(String path) {
    return path.equals("/v1/traces") || path.equals("/v1/logs");
  }

  /** Answers a request on {@code /v1/traces}, {@code /v1/logs} or {@code /api/v2/spans}. */
  void handle(Exchange exchange) throws IOException, HttpError {
    try {
      take(exchange);
    } finally {
      if (afterRequest != null) {
        afterRequest.run();
      }
    }
  }

  private void take(Exchange exchange) throws IOException, HttpError {
    exchange.checkMethod("POST");
    boolean otlp = isOtlp(exchange.path());
    String type = exchange.contentType();
    boolean proto = type.equals(Answers.PROTOBUF) && otlp;
    if (!proto && !type.equals(Answers.JSON)) {
      String types = Answers.JSON + (otlp ? ", " + Answers.PROTOBUF : "");
      throw new HttpError(415, "content types: " + types);
    }
    int refused;
    int rejected;
    int received;
    try (Body body = exchange.body()) {
      await();
      try {
        Received brought = read(exchange.path(), proto, body.bytes());
        rejected = brought.rejected();
        received = brought.spans().size();
        refused = keep(brought);
      } finally {
        permits.release();
      }
    }
    if (otlp) {
      Answers.otlp(exchange, rejected + refused, lost(rejected, refused));
    } else {
      Answers.zipkin(exchange, rejected == 0 || received > 0, lost(rejected, refused));
    }
  }

  private static String lost(int rejected, int refused) {
    return ((rejected > 0 ? rejected + " without valid ids. " : "")
            + (refused > 0 ? refused + " did not fit. " : ""))
        .strip();
  }

  private void await() throws HttpError {
    try {
      if (permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpError(503, "closing");
    }
    throw new HttpError(503, "busy");
  }

  private Received read(String path, boolean proto, byte[] body) throws HttpError {
    try {
      if (!isOtlp(path)) {
        return ZipkinInput.read(body, store.names());
      }
      if (!proto) {
        return OtlpJsonInput.read(body, 0, body.length, store.names());
      }
      return path.equals("/v1/logs")
          ? OtlpProtoInput.readLogs(body, store.names())
          : OtlpProtoInput.readSpans(body, store.names());
    } catch (MalformedException e) {
      throw new HttpError(400, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Keeps what has been received.
   *
   * @return how much of it did not fit
   */
  int keep(Received received) {
    int refused = store.add(received.spans(), received.logs());
    copy.append(received.spans());
    return refused;
  }
}
