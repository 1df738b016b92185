// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import dev.tracer.internal.Deadline;
import dev.tracer.internal.DurationText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Posts requests to a server of HTTP/1.1, over one connection at a time.
 *
 * <p>A request that the server cannot take now (status 429, 502, 503, 504), or that does not reach
 * it, is repeated as long as there is time: after what {@code Retry-After} asks for, otherwise
 * after 0.8 to 6 seconds, and over a new connection; at once and once, if a 401 may mean that the
 * supplied headers were old, or an idle connection had been closed. All other answers are final. A
 * server that asked for a pause, cannot be reached, speaks another protocol or refuses the
 * credentials is left alone for that time by later requests, too.
 *
 * <p>Nothing that the application has set for all of its connections takes part, except the choice
 * of a proxy: no cookies, no {@code Authenticator}, no handlers for URLs. Credentials are in no
 * message.
 *
 * <p>Threads: as {@link Sender} says. Requests run on a daemon thread of its own, so that {@link
 * #send} ends in time whatever the network does. Nothing here makes spans.
 *
 * @since 0.1
 */
public final class HttpSender implements Sender {
  // immutable state
  final HttpSenderBuilder settings;
  final Dialer dialer;
  final IdleConnection idle = new IdleConnection();
  private final Timing timing;
  private final ExchangeRunner runner;

  // mutable state: written by the exporting thread
  private final Backoff backoff = new Backoff();

  /** Why the server is left alone; read by any thread. */
  private volatile String lastTrouble = "";

  /** Whether the server has ever answered in HTTP. */
  private boolean answers;

  HttpSender(HttpSenderBuilder settings) {
    this.settings = settings;
    this.dialer = new Dialer(settings.endpoint, settings.proxy, settings.sslSocketFactory);
    this.timing = settings.timing;
    this.runner = new ExchangeRunner(timing, idle);
  }

  /** Starts to describe a sender to {@code endpoint}. */
  public static HttpSenderBuilder builder(Endpoint endpoint) {
    return new HttpSenderBuilder(requireNonNull(endpoint, "endpoint"));
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    long deadline = timing.nanoTime() + Deadline.nanos(timeout);
    ByteBuffer body = settings.gzip ? gzip(request.body()) : request.body();
    HttpExchange last = null;
    boolean askedAgain = false;
    for (int attempts = 0; ; attempts++) {
      Answer early = awaitTurn(deadline, last, attempts);
      if (early != null) {
        return early;
      }
      long began = timing.nanoTime();
      long left = timing.forAttempt(deadline - began);
      HttpExchange exchange = new HttpExchange(this, request.contentType(), body, left);
      if (!runner.execute(exchange, left)) {
        return stopped(last, attempts, timing.nanoTime() - began);
      }
      last = exchange;
      boolean tokenMayBeOld = exchange.status() == 401 && settings.headerSupplier != null;
      if (tokenMayBeOld && !askedAgain) {
        askedAgain = true;
      } else if (!remember(exchange)) {
        return answer(exchange, attempts + 1);
      }
    }
  }

  /** Waits until the server may be asked. Returns an answer if it is not to be asked any more. */
  private @Nullable Answer awaitTurn(long deadline, @Nullable HttpExchange last, int attempts) {
    long now = timing.nanoTime();
    long left = deadline - now;
    if (left <= 0 || Thread.currentThread().isInterrupted() || runner.isClosed()) {
      return stopped(last, attempts, 0);
    }
    long wait = backoff.nanosLeft(now);
    if (last != null && wait >= left) {
      return answer(last, attempts);
    }
    boolean goesOn = (last == null && wait <= 0) || runner.pause(Math.min(wait, left));
    return !goesOn || wait >= left ? stopped(last, attempts, 0) : null;
  }

  /** Takes note of how the server is. Returns whether the request is to be repeated. */
  private boolean remember(HttpExchange exchange) {
    long now = timing.nanoTime();
    boolean retryable = exchange.isRetryable();
    if (exchange.isLostByChance()) {
      backoff.failedByChance(now);
    } else if (retryable || isAboutTheServer(exchange)) {
      backoff.failed(now, exchange.retryAfterNanos(), timing.random());
    } else if (exchange.fate() == HttpExchange.Fate.ANSWERED) {
      backoff.succeeded();
    }
    answers |= exchange.fate() == HttpExchange.Fate.ANSWERED;
    lastTrouble = exchange.isTaken() ? "" : exchange.trouble();
    return retryable;
  }

  /** Whether the server would answer any other request likewise. */
  private static boolean isAboutTheServer(HttpExchange exchange) {
    HttpExchange.Fate fate = exchange.fate();
    if (fate == HttpExchange.Fate.WRONG_PROTOCOL || fate == HttpExchange.Fate.NO_WAY) {
      return true;
    }
    return switch (exchange.status()) {
      case 400, 413, 422 -> false;
      default -> exchange.status() >= 300;
    };
  }

  // answers

  private Answer answer(HttpExchange exchange, int attempts) {
    int status = exchange.status();
    Answer.Kind kind;
    if (exchange.isTaken()) {
      kind = Answer.Kind.ACKNOWLEDGED;
    } else if (status == 413) {
      kind = Answer.Kind.TOO_LARGE;
    } else if (exchange.isRetryable() || exchange.fate() == HttpExchange.Fate.NO_ANSWER) {
      kind = Answer.Kind.UNAVAILABLE;
    } else {
      kind = Answer.Kind.REFUSED;
    }
    return Answer.http(kind, message(exchange, attempts), exchange, hint(exchange));
  }

  private String message(HttpExchange exchange, int attempts) {
    StringBuilder text = new StringBuilder().append(settings.endpoint).append(": ");
    if (attempts > 1 && exchange.status() == 0) {
      text.append(attempts).append(" attempts, the last one: ");
    }
    text.append(exchange.trouble());
    if (attempts > 1 && exchange.status() != 0) {
      text.append(" (").append(attempts).append(" attempts)");
    }
    return text.toString();
  }

  private String hint(HttpExchange exchange) {
    int status = exchange.status();
    String hint = "";
    if (status >= 300 && status < 400) {
      hint = "; redirects are not followed, set the endpoint to the final address";
    } else if (status == 401 || status == 403) {
      hint = "; check the credentials: a header or a user in the endpoint";
    } else if (status == 407) {
      hint = "; the proxy wants credentials: set the header Proxy-Authorization";
    } else if (exchange.fate() == HttpExchange.Fate.LOST && !answers && !settings.endpoint.secure) {
      hint = "; if the server speaks TLS, use https://";
    }
    return isWrongServer(exchange) && !settings.hint.isEmpty() && !exchange.isTaken()
        ? hint + "; " + settings.hint
        : hint;
  }

  /** Whether somebody else seems to listen there. */
  private boolean isWrongServer(HttpExchange exchange) {
    return exchange.status() == 404
        || exchange.status() == 405
        || exchange.fate() == HttpExchange.Fate.WRONG_PROTOCOL
        || settings.endpoint.port == settings.wrongPort;
  }

  /**
   * The answer if there is none because it is not waited for any longer.
   *
   * @param waited for how long a request was on its way; 0 if none was
   */
  private Answer stopped(@Nullable HttpExchange last, int attempts, long waited) {
    boolean left =
        last == null && !lastTrouble.isEmpty() && backoff.nanosLeft(timing.nanoTime()) > 0;
    String silence = "";
    if (waited > 0) {
      lastTrouble = "no answer within " + DurationText.rounded(waited);
      silence = lastTrouble + ", then ";
    }
    String reason =
        runner.isClosed()
            ? silence + "the exporter is closed"
            : Thread.currentThread().isInterrupted()
                ? silence + "interrupted"
                : left ? "not asked, as it wants or needs a pause" : "no answer in time";
    if (last != null) {
      return Answer.missing(message(last, attempts) + "; then " + reason, hint(last));
    }
    String before = left ? "; before, " + lastTrouble : "";
    String hint = settings.endpoint.port == settings.wrongPort ? "; " + settings.hint : "";
    return Answer.missing(settings.endpoint + ": " + reason + before, hint);
  }

  /** JSON shrinks to a tenth at the fastest level; the others cost more than they save. */
  private static ByteBuffer gzip(ByteBuffer plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 + plain.remaining() / 8);
    try (FastGzip gzip = new FastGzip(bytes)) {
      gzip.write(plain.array(), plain.arrayOffset() + plain.position(), plain.remaining());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 4096);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  @Override
  public @Nullable String trouble() {
    String trouble = lastTrouble;
    return trouble.isEmpty() ? null : trouble;
  }

  /** Ends what runs; returns at once. */
  @Override
  public void close(Duration timeout) {
    runner.close();
    idle.close();
  }

  /** The endpoint, without credentials. */
  @Override
  public String toString() {
    return settings.endpoint.toString();
  }
}
