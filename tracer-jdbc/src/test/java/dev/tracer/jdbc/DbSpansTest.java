// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Span;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.EventData;
import dev.tracer.internal.LogCapture;
import dev.tracer.testing.TestTracer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DbSpansTest {
  private final TestTracer test = TestTracer.create();
  private final DbSpans redis =
      DbSpans.builder(test.tracer(), "redis").server("cache", 6379).namespace("0").build();

  @Test
  void call_hasASpanThatIsCurrentMeanwhile() {
    String value =
        redis.call(
            "GET",
            "user",
            span -> {
              assertThat(Span.current()).isSameAs(span);
              return "Ann";
            });
    assertThat(value).isEqualTo("Ann");
    test.tree()
        .withAttributes()
        .assertIs(
            """
            GET user [CLIENT] db.system.name=redis server.address=cache server.port=6379 db.namespace=0 db.operation.name=GET db.collection.name=user
            """);
    test.assertNoOpenScopes();
  }

  @Test
  void call_failure_isThrownOnAndItsMessageIsNotTold() {
    IllegalStateException error = new IllegalStateException("secret");
    assertThatThrownBy(
            () ->
                redis.call(
                    "SET",
                    null,
                    span -> {
                      throw error;
                    }))
        .isSameAs(error);
    assertThat(test.spans().get(0).attributes().get("error.type"))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(test.spans().get(0).statusDescription()).isNull();
    assertThat(test.spans().get(0).events()).isEmpty();
  }

  private static final class NestedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void call_failureWhoseCauseCannotBeAsked_isThrownOn() {
    CompletionException silent =
        new CompletionException("lost", null) {
          @Override
          public synchronized Throwable getCause() {
            throw new UnsupportedOperationException("no cause");
          }
        };

    assertThatThrownBy(
            () ->
                redis.call(
                    "GET",
                    "user",
                    span -> {
                      throw silent;
                    }))
        .isSameAs(silent);
    redis.callAsync("GET", "user", () -> CompletableFuture.failedFuture(silent));
    test.assertNoOpenSpans();
  }

  @Test
  void call_failure_typeIsTheCanonicalName() {
    redis.callAsync("GET", null, () -> CompletableFuture.failedFuture(new NestedException()));
    assertThat(test.spans().get(0).attributes().get("error.type"))
        .isEqualTo("dev.tracer.jdbc.DbSpansTest.NestedException");
    assertThat(test.spans().get(0).statusDescription()).isNull(); // it would say the same
  }

  /** Loads the nested class as its own and knows nothing of the outer one. */
  private static final class WithoutOuterClass extends ClassLoader {
    Throwable nested() throws Exception {
      String name = NestedException.class.getName();
      try (var in = DbSpansTest.class.getResourceAsStream("DbSpansTest$NestedException.class")) {
        byte[] bytes = in.readAllBytes();
        var constructor = defineClass(name, bytes, 0, bytes.length).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Throwable) constructor.newInstance();
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("dev.tracer.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Test
  void failed_ofAClassWhoseOuterClassIsMissing_tellsTheBinaryName() throws Exception {
    Span span = redis.start("GET", null);
    DbSpans.failed(span, new WithoutOuterClass().nested());
    span.end();
    assertThat(test.spans().get(0).attributes().get("error.type"))
        .isEqualTo("dev.tracer.jdbc.DbSpansTest$NestedException");
  }

  @Test
  void query_literalsAreNotTold() {
    redis.<Object, RuntimeException>query("SELECT * FROM t WHERE a = 'secret'", span -> null);
    assertThat(test.spans().get(0).name()).isEqualTo("SELECT t");
    assertThat(test.spans().get(0).attributes().get("db.query.text"))
        .isEqualTo("SELECT * FROM t WHERE a = ?");
  }

  @Test
  void query_callTellsItsProcedure() {
    redis.<Object, RuntimeException>query("CALL settle(1)", span -> null);
    assertThat(test.spans().get(0).attributes().get("db.stored_procedure.name"))
        .isEqualTo("settle");
  }

  @Test
  void callAsync_endsWithItsStage() {
    CompletableFuture<String> reply = new CompletableFuture<>();
    var stage = redis.callAsync("GET", "user", () -> reply);
    test.assertNoOpenScopes();
    assertThat(test.spans()).isEmpty();
    reply.complete("Ann");
    assertThat(stage).isCompletedWithValue("Ann");
    assertThat(test.spans()).hasSize(1);

    redis.queryAsync("SELECT 1", () -> CompletableFuture.failedFuture(new Error("secret")));
    assertThat(test.spans().get(1).attributes().get("error.type")).isEqualTo("java.lang.Error");
  }

  @Test
  void callAsync_handsOutTheStageOfTheClient() {
    CompletableFuture<String> reply = new CompletableFuture<>();
    assertThat(redis.callAsync("GET", "user", () -> reply)).isSameAs(reply);
    CompletableFuture<String> rows = new CompletableFuture<>();
    assertThat(redis.queryAsync("SELECT 1", () -> rows)).isSameAs(rows);
    reply.complete("Ann");
    rows.complete("1");
    test.assertNoOpenSpans();
  }

  @Test
  void callAsync_cancelledByTheApplication_isAnEventAndNoError() {
    CompletableFuture<String> reply = new CompletableFuture<>();
    redis.callAsync("GET", "user", () -> reply).toCompletableFuture().cancel(true);
    assertThat(reply).isCancelled();
    CompletableFuture<String> rows = new CompletableFuture<>();
    redis.queryAsync("SELECT 1", () -> rows.thenApply(row -> row)); // a CompletionException comes
    rows.cancel(true);
    assertCancelled(2);
  }

  @Test
  void call_cancelledOrInterrupted_isAnEventAndNoError() {
    for (Exception error :
        List.of(
            new CancellationException(),
            new InterruptedException(),
            new CompletionException(new CancellationException()))) {
      Tracer.Work<Object, Exception> work =
          span -> {
            throw error;
          };
      assertThatThrownBy(() -> redis.call("GET", "user", work)).isSameAs(error);
    }
    assertCancelled(3);
  }

  private void assertCancelled(int spans) {
    assertThat(test.spans())
        .hasSize(spans)
        .allSatisfy(
            span -> {
              assertThat(span.attributes().get("error.type")).isNull();
              assertThat(span.statusCode()).isEqualTo(StatusCode.UNSET);
              assertThat(span.events()).extracting(EventData::name).containsExactly("cancelled");
            });
  }

  @Test
  void callAsync_timedOutByTheApplication_isAnError() {
    CompletableFuture<String> late = new CompletableFuture<>();
    redis
        .callAsync("GET", "user", () -> late)
        .toCompletableFuture()
        .completeExceptionally(new TimeoutException()); // as orTimeout does
    assertThat(late).isCompletedExceptionally();
    assertThat(test.spans())
        .extracting(span -> span.attributes().get("error.type"))
        .containsExactly(TimeoutException.class.getName());
  }

  @Test
  void callAsync_stageThatThrows_isHandedOutAndItsSpanEnds() {
    @SuppressWarnings("unchecked")
    CompletionStage<String> odd =
        (CompletionStage<String>)
            Proxy.newProxyInstance(
                DbSpansTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    try (LogCapture log = new LogCapture()) {
      CompletionStage<String> stage = redis.callAsync("GET", "user", () -> odd);
      assertThat((Object) stage).isSameAs(odd);
      assertThat(log.warnings()).hasSize(1);
    }
    assertThat(test.spans()).hasSize(1);
    assertThat(test.tracer().stats().faults()).isEqualTo(1);
  }

  @Test
  void callAsync_clientThatThrowsOrAnswersNull_spanEnds() {
    assertThat(redis.callAsync("GET", null, () -> null)).isNull();
    assertThatThrownBy(
            () ->
                redis.callAsync(
                    "GET",
                    null,
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(test.spans()).hasSize(2);
    test.assertNoOpenSpans();
  }

  @Test
  void work_null_isRefusedBeforeASpanStarts() {
    assertThatNullPointerException()
        .isThrownBy(() -> redis.call("GET", "user", null))
        .withMessage("work");
    assertThatNullPointerException()
        .isThrownBy(() -> redis.query("SELECT 1", null))
        .withMessage("work");
    assertThatNullPointerException()
        .isThrownBy(() -> redis.callAsync("GET", "user", null))
        .withMessage("work");
    assertThatNullPointerException()
        .isThrownBy(() -> redis.queryAsync("SELECT 1", null))
        .withMessage("work");
    test.assertNoOpenSpans();
  }

  @Test
  void builder_refusesWhatIsNoPort() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DbSpans.builder(test.tracer(), "redis").server("x", 70_000))
        .withMessageContaining("port");
  }
}
