// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.ExportResult;
import dev.tracer.internal.Deadline;
import dev.tracer.internal.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What came of a request. What it means for the spans, the {@link Encoding} tells. Immutable.
 *
 * @since 0.1
 */
public final class Answer {
  /**
   * How a request ended.
   *
   * @since 0.1
   */
  public enum Kind {
    /** The other side has it. */
    ACKNOWLEDGED,
    /** The other side takes no request of this size. */
    TOO_LARGE,
    /** The other side does not want it; the same request would be refused again. */
    REFUSED,
    /** It did not arrive as far as known; the same request might, later. */
    UNAVAILABLE
  }

  private static final Answer DONE = of(Kind.ACKNOWLEDGED, "");

  /** The bytes of an answer and their type. Nobody changes the bytes. */
  static final class Body {
    static final Body NONE = new Body("", new byte[0]);

    private final String contentType;
    private final byte[] bytes;

    Body(String contentType, byte[] bytes) {
      this.contentType = contentType;
      this.bytes = bytes;
    }
  }

  private final Kind kind;
  private final String message;
  private final int status;
  private final Body body;
  private final String hint;
  private final Secrets secrets;

  private Answer(Kind kind, String message, int status, Body body, String hint, Secrets secrets) {
    this.kind = kind;
    this.message = message;
    this.status = status;
    this.body = body;
    this.hint = hint;
    this.secrets = secrets;
  }

  /** The other side has the request and said nothing more. */
  public static Answer acknowledged() {
    return DONE;
  }

  /**
   * An answer of a sender that has no more to tell than why.
   *
   * @param message where and why, without credentials; for the log
   */
  public static Answer of(Kind kind, String message) {
    requireNonNull(message, "message");
    return new Answer(requireNonNull(kind, "kind"), message, 0, Body.NONE, "", Secrets.NONE);
  }

  /**
   * Waits for the answer of {@link Sender#begin}. If it does not come in time, is cancelled or
   * comes as an error, or the thread is interrupted, whose status is set again then, it is {@link
   * Kind#UNAVAILABLE}.
   *
   * @param place where the request goes to, without credentials; for the log
   */
  public static Answer await(CompletableFuture<Answer> coming, Duration timeout, String place) {
    String why;
    try {
      Answer answer = coming.get(Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
      if (answer != null) {
        return answer;
      }
      why = "the answer is null";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why = "interrupted before the answer";
    } catch (TimeoutException e) {
      why = "no answer in time";
    } catch (CancellationException e) {
      why = "cancelled";
    } catch (ExecutionException e) {
      why = String.valueOf(e.getCause());
    }
    return of(Kind.UNAVAILABLE, place + ": " + why);
  }

  /**
   * An answer over HTTP.
   *
   * @param message where and what, without credentials
   * @param hint what the cause may be, empty or beginning with a semicolon
   */
  static Answer http(Kind kind, String message, HttpExchange exchange, String hint) {
    return new Answer(kind, message, exchange.status(), exchange.said(), hint, exchange.secrets());
  }

  /** None, with a hint like that of an answer. */
  static Answer missing(String message, String hint) {
    return new Answer(Kind.UNAVAILABLE, message, 0, Body.NONE, hint, Secrets.NONE);
  }

  /**
   * This answer with what the other side said.
   *
   * @param contentType its media type
   * @param bytes are copied
   */
  public Answer withBody(String contentType, byte[] bytes) {
    return with(new Body(requireNonNull(contentType, "contentType"), bytes.clone()));
  }

  Answer with(Body said) {
    return new Answer(kind, message, status, said, hint, secrets);
  }

  /** How the request ended. */
  public Kind kind() {
    return kind;
  }

  /** The status of HTTP; 0 if the answer did not come by HTTP or there was none. */
  public int status() {
    return status;
  }

  /** The media type of {@link #body}; empty if there is none. */
  public String contentType() {
    return body.contentType;
  }

  /** What the other side said, 4 MiB at most. A copy. */
  public byte[] body() {
    return body.bytes.clone();
  }

  /** The body as text in UTF-8. */
  public String text() {
    return new String(body.bytes, StandardCharsets.UTF_8);
  }

  /**
   * The message for the log: where, what happened, what was said, and what to do about it. What the
   * request carried as headers or as a query is masked in what was said.
   *
   * @param said what the other side said about it, which may be anything; may be empty
   */
  public String explain(String said) {
    return said.isEmpty()
        ? message + hint
        : message + ": " + SafeText.inMessage(secrets.masked(said)) + hint;
  }

  /**
   * What became of the spans if the answer has nothing in particular to say about them: one and the
   * same for all.
   *
   * @param spans how many spans the request had
   */
  public ExportResult result(int spans) {
    if (kind == Kind.ACKNOWLEDGED) {
      return ExportResult.success(spans);
    }
    String why = explain(plainText());
    return kind == Kind.TOO_LARGE
        ? new ExportResult(0, 0, spans, 0, why)
        : ExportResult.failure(spans, why);
  }

  /** The body if it is for people to read, and short words at that; else empty. */
  private String plainText() {
    String plain = text().strip();
    return plain.startsWith("<") || plain.startsWith("{") ? "" : plain;
  }

  /** The message, without what the other side said. */
  @Override
  public String toString() {
    return message.isEmpty() ? kind.toString() : kind + ": " + message;
  }
}
