// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

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
    boolean zipkin = exchange.path().equals("/api/v2/spans");
    String type = exchange.contentType();
    boolean proto = type.equals(PROTOBUF) && !zipkin;
    if (!proto && !type.equals(JSON)) {
      throw new HttpError(415, "content types: " + JSON + (zipkin ? "" : ", " + PROTOBUF));
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
    if (zipkin) {
      answerZipkin(exchange, rejected, refused, received);
    } else {
      answer(exchange, proto, rejected, refused);
    }
  }

  /** Zipkin knows no partial success: tells in words what was lost, and refuses if that is all. */
  private static void answerZipkin(Exchange exchange, int rejected, int refused, int received)
      throws IOException {
    String lost = lost(rejected, refused);
    int status = rejected > 0 && received == 0 ? 400 : 202;
    exchange.answer(status, "text/plain; charset=utf-8", lost.isEmpty() ? "" : lost + "\n");
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
      if (path.equals("/api/v2/spans")) {
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

  /** Tells what was taken, and with {@code partialSuccess} what was not. */
  private static void answer(Exchange exchange, boolean proto, int rejected, int refused)
      throws IOException {
    String message = lost(rejected, refused);
    int lost = rejected + refused;
    if (!proto) {
      String what = exchange.path().equals("/v1/logs") ? "rejectedLogRecords" : "rejectedSpans";
      String partial = "\"" + what + "\":\"" + lost + "\",\"errorMessage\":\"" + message + "\"";
      exchange.answer(200, JSON, lost == 0 ? "{}" : "{\"partialSuccess\":{" + partial + "}}");
      return;
    }
    byte[] answer = lost == 0 ? new byte[0] : partialSuccess(lost, message);
    exchange.answer(200, PROTOBUF, answer, answer.length);
  }

  /**
   * Tells why a request was refused: one of OTLP by a {@code Status} of its own type
   * (opentelemetry-proto, {@code docs/specification.md}, "Failures"), others in words.
   */
  static void refuse(Exchange exchange, HttpError error) throws IOException {
    String path = exchange.path();
    boolean otlp = "/v1/traces".equals(path) || "/v1/logs".equals(path);
    String message = String.valueOf(error.getMessage());
    switch (otlp ? exchange.contentType() : "") {
      case JSON -> {
        JsonWriter json = new JsonWriter(64).raw("{\"message\":").string(message).raw('}');
        exchange.answer(error.status(), JSON, json.buffer(), json.size());
      }
      case PROTOBUF -> {
        byte[] status = status(message);
        exchange.answer(error.status(), PROTOBUF, status, status.length);
      }
      default -> exchange.answer(error.status(), "text/plain; charset=utf-8", message + "\n");
    }
  }

  /** {@code google.rpc.Status}: message = 2; OTLP does not use the code. */
  private static byte[] status(String message) {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    byte[] status = new byte[3 + text.length];
    status[0] = 2 << 3 | 2;
    status[1] = (byte) (text.length & 0x7F | 0x80); // two groups of 7 bits, whatever the length
    status[2] = (byte) (text.length >>> 7);
    System.arraycopy(text, 0, status, 3, text.length);
    return status;
  }

  /** {@code ExportTraceServiceResponse}: partial_success = 1 { rejected = 1, message = 2 }. */
  private static byte[] partialSuccess(int lost, String message) {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    byte[] answer = new byte[2 + 6 + 2 + text.length];
    answer[0] = 1 << 3 | 2;
    answer[1] = (byte) (answer.length - 2);
    answer[2] = 1 << 3;
    for (int i = 0; i < 5; i++) { // five groups of 7 bits, whatever the number
      answer[3 + i] = (byte) (lost >>> 7 * i & 0x7F | (i < 4 ? 0x80 : 0));
    }
    answer[8] = 2 << 3 | 2;
    answer[9] = (byte) text.length;
    System.arraycopy(text, 0, answer, 10, text.length);
    return answer;
  }
}
