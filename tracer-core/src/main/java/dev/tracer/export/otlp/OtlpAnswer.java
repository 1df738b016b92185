// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.ExportResult;
import dev.tracer.export.send.Answer;
import dev.tracer.internal.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver of OTLP over HTTP answered (OTLP specification, "OTLP/HTTP Response"): an {@code
 * ExportTraceServiceResponse} if it took the spans, a {@code google.rpc.Status} if not; in JSON or
 * in protobuf. Stateless.
 */
final class OtlpAnswer {
  /** The first byte of an {@code ExportTraceServiceResponse}: field 1 with a length. */
  private static final byte PARTIAL_SUCCESS = 1 << 3 | 2;

  private OtlpAnswer() {}

  /** What became of the {@code spans} of a request. */
  static ExportResult read(Answer answer, int spans) {
    if (answer.kind() == Answer.Kind.ACKNOWLEDGED) {
      return acknowledged(answer, spans);
    }
    String said = reason(answer);
    String message = answer.explain(said);
    if (answer.kind() == Answer.Kind.TOO_LARGE || isTooLarge(answer.status(), said)) {
      return new ExportResult(0, 0, spans, 0, message);
    }
    return ExportResult.failure(spans, message);
  }

  /** Whether 400 means 413, as it does for the Collector and Jaeger. */
  private static boolean isTooLarge(int status, String said) {
    String words = said.toLowerCase(Locale.ROOT);
    return status == 400 && words.contains("too large");
  }

  private static ExportResult acknowledged(Answer answer, int spans) {
    String text = answer.text().strip();
    if (text.isEmpty()) {
      return ExportResult.success(spans);
    }
    // first, as the length of a field may look like the beginning of a page or of JSON
    PartialSuccess told = isProtobuf(answer) ? PartialSuccess.ofProtobuf(answer.body()) : null;
    if (told == null && text.startsWith("<")) {
      return ExportResult.failure(
          spans, answer.explain("a web page instead of an answer; is the endpoint one for OTLP?"));
    }
    if (told == null && text.startsWith("{")) {
      told = PartialSuccess.ofJson(text);
    }
    if (told == null) {
      return new ExportResult(
          spans, 0, 0, 0, answer.explain("not OTLP's answer, are the spans there? " + text));
    }
    int rejected = (int) Math.max(0, Math.min(told.rejected, spans));
    if (rejected == 0 && told.message.isEmpty()) {
      return ExportResult.success(spans);
    }
    String message = told.message.isEmpty() ? "without a reason" : told.message;
    return new ExportResult(spans - rejected, rejected, 0, 0, answer.explain(message));
  }

  /** Whether it says so, or says nothing and begins like it. */
  private static boolean isProtobuf(Answer answer) {
    String type = answer.contentType();
    return type.startsWith("application/x-protobuf")
        || (!type.startsWith("application/json") && answer.body()[0] == PARTIAL_SUCCESS);
  }

  /** What the receiver says of a refusal; else the beginning of the text if it is plain. */
  private static String reason(Answer answer) {
    String text = answer.text().strip();
    if (text.startsWith("<")) {
      return "";
    }
    if (text.startsWith("{")) {
      Map<?, ?> status = object(text);
      return status != null && status.get("message") instanceof String message ? message : "";
    }
    if (answer.contentType().startsWith("application/x-protobuf")) {
      return message(new ProtoReader(answer.body()));
    }
    return text;
  }

  private static String message(ProtoReader status) {
    String message = "";
    while (status.next()) {
      message = status.field() == 2 && status.isBytes() ? status.text() : message;
    }
    return status.isWhole() ? message : "";
  }

  private static @Nullable Map<?, ?> object(String json) {
    try {
      return JsonReader.parse(json) instanceof Map<?, ?> map ? map : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** What a receiver adds to "taken": how many spans not, and why. */
  private static final class PartialSuccess {
    static final PartialSuccess WHOLE = new PartialSuccess(0, "");

    final long rejected;
    final String message;

    PartialSuccess(long rejected, String message) {
      this.rejected = rejected;
      this.message = message;
    }

    /** Null if it is not of OTLP. */
    static @Nullable PartialSuccess ofJson(String text) {
      Map<?, ?> answer = object(text);
      if (answer == null) {
        return null;
      }
      if (answer.isEmpty()) {
        return WHOLE;
      }
      boolean known = answer.containsKey("partialSuccess");
      Object part = answer.get(known ? "partialSuccess" : "partial_success");
      if (part instanceof Map<?, ?> map) {
        Object count =
            map.get(map.containsKey("rejectedSpans") ? "rejectedSpans" : "rejected_spans");
        Object said = map.get(map.containsKey("errorMessage") ? "errorMessage" : "error_message");
        return new PartialSuccess(count(count), said instanceof String message ? message : "");
      }
      return known && part == null ? WHOLE : null;
    }

    private static long count(@Nullable Object value) {
      if (value instanceof Number number) {
        return number.longValue();
      }
      try { // ProtoJSON writes 64 bits as text
        return value instanceof String digits ? (long) Double.parseDouble(digits) : 0;
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /** Null if it is not of OTLP. */
    static @Nullable PartialSuccess ofProtobuf(byte[] body) {
      ProtoReader answer = new ProtoReader(body);
      PartialSuccess told = WHOLE;
      while (answer.next()) {
        if (answer.field() == 1 && answer.isBytes()) {
          told = ofPart(answer.bytes());
          if (told == null) {
            return null;
          }
        }
      }
      return answer.isWhole() ? told : null;
    }

    private static @Nullable PartialSuccess ofPart(byte[] bytes) {
      ProtoReader part = new ProtoReader(bytes);
      long rejected = 0;
      String message = "";
      while (part.next()) {
        if (part.field() == 1 && part.isNumber()) {
          rejected = part.number();
        } else if (part.field() == 2 && part.isBytes()) {
          message = new String(part.bytes(), StandardCharsets.UTF_8);
        }
      }
      return part.isWhole() ? new PartialSuccess(rejected, message) : null;
    }
  }
}
