// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Encoding;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.Sender;
import dev.tracer.export.send.SendingExporter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Several requests of a batch are on their way at once, if the sender can do that. */
class RequestsAtOnceTest {
  /** Answers nothing by itself. */
  private static class LateSender implements Sender {
    final Deque<CompletableFuture<Answer>> unanswered = new ArrayDeque<>();

    /** The texts of the requests, in the order in which they were begun. */
    final List<String> begun = new ArrayList<>();

    int most;

    @Override
    public CompletableFuture<Answer> begin(Request request, Duration timeout) {
      byte[] body = new byte[request.body().remaining()];
      request.body().duplicate().get(body);
      begun.add(new String(body, StandardCharsets.UTF_8));
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      unanswered.add(answer);
      most = Math.max(most, unanswered.size());
      begun(answer, request);
      return answer;
    }

    void begun(CompletableFuture<Answer> answer, Request request) {}

    @Override
    public Answer send(Request request, Duration timeout) {
      throw new AssertionError("begin is there");
    }

    @Override
    public String toString() {
      return "late";
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      for (String request : begun) {
        OtlpJson.spans(OtlpJson.parse(request)).forEach(span -> names.add(span.getName()));
      }
      return names;
    }
  }

  private static SendingExporter exporter(Sender sender) {
    return SendingExporter.builder("test")
        .encoding(OtlpEncoding.json())
        .sender(sender)
        .requestPerTrace(true)
        .timeout(Duration.ofMinutes(5))
        .build();
  }

  /** Spans of so many traces. */
  private static List<SpanData> traces(int count) {
    List<SpanData> batch = TestSpan.batch(count);
    for (int i = 0; i < count; i++) {
      ((TestSpan) batch.get(i)).traceIdLow = i + 1;
    }
    return batch;
  }

  @Test
  void requests_areBegunBeforeTheFirstIsAnswered_butNotMoreThan64() {
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            if (unanswered.size() == 64 || begun.size() == 150) { // the oldest is the last to know
              while (!unanswered.isEmpty()) {
                unanswered.removeLast().complete(Answer.acknowledged());
              }
            }
          }
        };

    assertThat(exporter(sender).export(traces(150))).isEqualTo(ExportResult.success(150));
    assertThat(sender.most).isEqualTo(64);
    assertThat(sender.names())
        .containsExactlyElementsOf(traces(150).stream().map(SpanData::name).toList());
  }

  @Test
  void answers_countTheSpansOfTheirOwnRequests() {
    List<SpanData> batch = traces(4);
    for (int i = 0; i < 3; i++) { // the second trace has four spans
      batch.addAll(TestSpan.batch(1));
      ((TestSpan) batch.get(4 + i)).traceIdLow = 2;
    }
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            if (begun.size() == 4) {
              List<Answer> answers =
                  List.of(
                      Answer.acknowledged(),
                      Answer.of(Answer.Kind.REFUSED, "no"),
                      Answer.of(Answer.Kind.UNAVAILABLE, "gone"),
                      Answer.acknowledged());
              answers.forEach(told -> unanswered.remove().complete(told));
            }
          }
        };

    assertThat(exporter(sender).export(batch)).isEqualTo(new ExportResult(2, 0, 0, 5, "no"));
  }

  @Test
  void requestThatIsTooLarge_isSentAgainInHalves() {
    List<SpanData> batch = traces(3);
    List<SpanData> more = TestSpan.batch(7);
    more.forEach(span -> ((TestSpan) span).traceIdLow = 2);
    batch.addAll(more);
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            if (begun.size() < 3) {
              return; // the third was begun when the answer to the second comes
            }
            if (begun.size() == 3) {
              unanswered.remove().complete(Answer.acknowledged());
              unanswered.remove().complete(Answer.of(Answer.Kind.TOO_LARGE, "large"));
            }
            boolean large = request.spans() > 2;
            answer.complete(
                large ? Answer.of(Answer.Kind.TOO_LARGE, "large") : Answer.acknowledged());
          }
        };

    assertThat(exporter(sender).export(batch)).isEqualTo(ExportResult.success(10));
    // eight spans, four of them, then pairs
    assertThat(sender.begun).hasSize(3 + 1 + 4);
  }

  @Test
  void answerThatDoesNotCome_isWaitedForNoLongerThanTheTimeout() {
    LateSender sender = new LateSender();
    ExportResult result =
        SendingExporter.builder("test")
            .encoding(OtlpEncoding.json())
            .sender(sender)
            .requestPerTrace(true)
            .timeout(Duration.ofMillis(1))
            .build()
            .export(traces(3));

    assertThat(result).isEqualTo(ExportResult.failure(3, "late: no answer in time"));
  }

  @Test
  void interrupt_endsTheWaitForAll() {
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            if (begun.size() == 3) {
              unanswered.remove().complete(Answer.acknowledged());
              Thread.currentThread().interrupt();
            }
          }
        };

    ExportResult result = exporter(sender).export(traces(3));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result)
        .isEqualTo(new ExportResult(1, 0, 0, 2, "late: interrupted before the answer"));
  }

  @Test
  void answerThatIsAnError_failsItsRequestAlone() {
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            if (begun.size() == 1) {
              answer.completeExceptionally(new IllegalStateException("broken"));
            } else {
              answer.complete(Answer.acknowledged());
            }
          }
        };

    assertThat(exporter(sender).export(traces(2)))
        .isEqualTo(new ExportResult(1, 0, 0, 1, "late: java.lang.IllegalStateException: broken"));
  }

  @Test
  void answerThatIsCancelledOrNull_failsItsRequestAlone() {
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            switch (begun.size()) {
              case 1 -> answer.cancel(false);
              case 2 -> answer.complete(null);
              default -> answer.complete(Answer.acknowledged());
            }
          }
        };

    assertThat(exporter(sender).export(traces(4)))
        .isEqualTo(new ExportResult(2, 0, 0, 2, "late: cancelled"));
  }

  @Test
  void senderThatThrowsOrReturnsNull_failsThatRequestAlone() {
    LateSender sender =
        new LateSender() {
          @Override
          public CompletableFuture<Answer> begin(Request request, Duration timeout) {
            CompletableFuture<Answer> answer = super.begin(request, timeout);
            answer.complete(Answer.acknowledged());
            if (begun.size() == 2) {
              throw new AssertionError("thrown");
            }
            return begun.size() == 3 ? null : answer;
          }
        };

    assertThat(exporter(sender).export(traces(4)))
        .isEqualTo(new ExportResult(2, 0, 0, 2, "late: java.lang.AssertionError: thrown"));
  }

  /** OTLP, but for what each answer says. */
  private record ReadingBy(Encoding otlp, BiFunction<Answer, Integer, ExportResult> reading)
      implements Encoding {
    @Override
    public String contentType() {
      return otlp.contentType();
    }

    @Override
    public void begin() {
      otlp.begin();
    }

    @Override
    public boolean append(SpanData span, int maxBytes) {
      return otlp.append(span, maxBytes);
    }

    @Override
    public ByteBuffer end() {
      return otlp.end();
    }

    @Override
    public void release(int keepBytes) {
      otlp.release(keepBytes);
    }

    @Override
    public ExportResult read(Answer answer, int spans) {
      return reading.apply(answer, spans);
    }
  }

  @Test
  void answerThatCannotBeRead_failsItsRequestAlone() {
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            answer.complete(Answer.of(Answer.Kind.REFUSED, "" + begun.size()));
          }
        };
    Encoding encoding =
        new ReadingBy(
            OtlpEncoding.json(),
            (answer, spans) ->
                switch (answer.result(spans).message()) {
                  case "1" -> throw new StackOverflowError("deep");
                  case "2" -> null;
                  default -> ExportResult.success(spans);
                });
    SendingExporter exporter =
        SendingExporter.builder("test")
            .encoding(encoding)
            .sender(sender)
            .requestPerTrace(true)
            .timeout(Duration.ofMinutes(5))
            .build();

    ExportResult result = exporter.export(traces(4));

    assertThat(result.exported()).isEqualTo(2);
    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message())
        .isEqualTo("late: unreadable answer: java.lang.StackOverflowError: deep");
  }

  /** What was acknowledged before is not lost, and the exporter goes on with the next batch. */
  @Test
  void memoryThatEndsInTheMiddle_failsTheRest() {
    LateSender sender =
        new LateSender() {
          @Override
          void begun(CompletableFuture<Answer> answer, Request request) {
            answer.complete(Answer.acknowledged());
          }
        };
    List<SpanData> batch = traces(5);
    TestSpan greedy =
        new TestSpan() {
          @Override
          public String name() {
            throw new InternalError("none");
          }
        };
    greedy.traceIdLow = 4;
    batch.set(3, greedy);
    SendingExporter exporter = exporter(sender);

    ExportResult first = exporter.export(batch);
    assertThat(first.message()).isEqualTo("late: java.lang.InternalError: none");
    assertThat(first.exported()).isEqualTo(3);
    assertThat(first.failed()).isEqualTo(2);
    assertThat(exporter.export(traces(5))).isEqualTo(ExportResult.success(5));
  }
}
