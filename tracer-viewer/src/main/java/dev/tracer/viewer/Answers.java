// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Tells senders what became of a request, in their own language: OTLP's in JSON or protobuf, words
 * for all others. Stateless.
 */
final class Answers {
  static final String JSON = "application/json";
  static final String PROTOBUF = "application/x-protobuf";
  static final String TEXT = "text/plain; charset=utf-8";

  private Answers() {}

  /**
   * Answers a sender of OTLP whose request was taken (opentelemetry-proto, {@code
   * ExportTracePartialSuccess}).
   *
   * @param lost how much of it was not, and {@code why}
   */
  static void otlp(Exchange exchange, int lost, String why) throws IOException {
    boolean proto = exchange.contentType().equals(PROTOBUF);
    if (lost == 0) {
      exchange.answer(200, proto ? PROTOBUF : JSON, proto ? "" : "{}");
    } else if (proto) {
      Fields partial = new Fields().number(1, lost).text(2, why);
      proto(exchange, 200, new Fields().bytes(1, partial.toByteArray()));
    } else {
      String what = exchange.path().equals("/v1/logs") ? "rejectedLogRecords" : "rejectedSpans";
      JsonWriter json = new JsonWriter(128).raw("{\"partialSuccess\":{\"").raw(what);
      json.raw("\":\"").number(lost).raw("\",\"errorMessage\":").string(why).raw("}}");
      exchange.answer(200, JSON, json.buffer(), json.size());
    }
  }

  /**
   * Answers a sender of Zipkin's. It knows no partial success: words tell what was lost, and it is
   * refused if that is all.
   */
  static void zipkin(Exchange exchange, boolean taken, String lost) throws IOException {
    exchange.answer(taken ? 202 : 400, TEXT, lost.isEmpty() ? "" : lost + "\n");
  }

  /**
   * Tells why a request was refused: one of OTLP by a {@code Status} of its own type
   * (opentelemetry-proto, {@code docs/specification.md}, "Failures"), others in words.
   */
  static void refuse(Exchange exchange, HttpError error) throws IOException {
    String why = String.valueOf(error.getMessage());
    if (error.status() == 503) {
      exchange.setHeader("Retry-After", "1");
    }
    switch (Receivers.isOtlp(exchange.path()) ? exchange.contentType() : "") {
      case JSON -> {
        JsonWriter json = new JsonWriter(64).raw("{\"message\":").string(why).raw('}');
        exchange.answer(error.status(), JSON, json.buffer(), json.size());
      }
      case PROTOBUF -> proto(exchange, error.status(), new Fields().text(2, why));
      default -> exchange.answer(error.status(), TEXT, why + "\n");
    }
  }

  private static void proto(Exchange exchange, int status, Fields message) throws IOException {
    exchange.answer(status, PROTOBUF, message.toByteArray(), message.size());
  }

  /** A message of protobuf. Confined to one thread. */
  private static final class Fields extends ByteArrayOutputStream {
    Fields number(int field, int value) {
      return varint(field << 3).varint(value);
    }

    Fields text(int field, String text) {
      return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Fields bytes(int field, byte[] bytes) {
      varint(field << 3 | 2).varint(bytes.length).writeBytes(bytes);
      return this;
    }

    /** Seven bits at a time, the lowest first; all but the last group are marked. */
    private Fields varint(int value) {
      int left = value;
      for (; left >>> 7 != 0; left >>>= 7) {
        write(left & 0x7F | 0x80);
      }
      write(left);
      return this;
    }
  }
}
