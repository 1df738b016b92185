// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Attributes;
import dev.tracer.Tracer;
import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.send.FakeTiming;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export ends in time, whatever the server, the closer or an interrupt does. */
class HttpTroubleTest extends HttpExportFixture {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(10);

  /** More than the buffers of both ends take on. */
  private static List<SpanData> hugeBatch() {
    List<SpanData> batch = TestSpan.batch(20);
    for (SpanData span : batch) {
      ((TestSpan) span).attributes = Attributes.of("text", "x".repeat(500_000));
    }
    return batch;
  }

  private OtlpExporter inRealTime(Duration timeout) {
    return inRealTime(builder().timeout(timeout).maxRequestBytes(64 << 20));
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "exporting");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static ExportResult get(FutureTask<ExportResult> task) throws Exception {
    return task.get(5, TimeUnit.MINUTES);
  }

  @Test
  void export_serverHangs_failsInTimeAndTheNextOneWorks() throws Exception {
    collector.orElse(collector.hang());
    OtlpExporter exporter = inRealTime(SHORT);

    ExportResult result;
    do { // until the server has one to hang on
      result = get(start(() -> exporter.export(TestSpan.batch(2))));
      assertThat(result.failed()).isEqualTo(2);
    } while (collector.requests().isEmpty());

    assertThat(result.message()).contains("no answer in time");
    collector.orElse(FakeCollector.ok());
    OtlpExporter patient = inRealTime(LONG);
    assertThat(patient.export(TestSpan.batch(2)).exported()).isEqualTo(2);
    awaitExport(exporter);
  }

  /** Exports until it works: on a busy machine the short time may be over before the answer. */
  private static void awaitExport(OtlpExporter exporter) {
    int exported = 0;
    while (exported == 0) {
      exported = exporter.export(TestSpan.batch(1)).exported();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nX-Drip: ",
        "HTTP/1.1 503 Busy\r\nContent-Length: 1000000\r\n\r\n"
      })
  void export_serverDrips_endsInTime(String start) throws Exception {
    collector.reply(collector.drip(start));
    OtlpExporter exporter = inRealTime(SHORT);

    ExportResult result = get(start(() -> exporter.export(TestSpan.batch(2))));

    assertThat(result.failed()).isEqualTo(2);
    awaitExport(exporter);
  }

  @Test
  void export_serverReadsNothing_endsInTimeAgainAndAgain() throws Exception {
    collector.withoutReading();
    OtlpExporter exporter = inRealTime(SHORT);
    for (int i = 0; i < 5; i++) {
      assertThat(get(start(() -> exporter.export(hugeBatch()))).failed()).isEqualTo(20);
    }
  }

  @Test
  void export_answerIsHuge_isNotReadToTheEnd() throws Exception {
    CountDownLatch gaveUp = new CountDownLatch(1);
    collector.reply(
        (request, out) -> {
          try {
            endless(out);
          } finally {
            gaveUp.countDown();
          }
          return false;
        });
    OtlpExporter exporter = inRealTime(Duration.ofMinutes(2));

    ExportResult result = get(start(() -> exporter.export(TestSpan.batch(2))));
    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message()).contains("HTTP status 200 with an answer of over 4 MiB");
    assertThat(gaveUp.await(5, TimeUnit.MINUTES)).isTrue();
    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
  }

  private static void endless(OutputStream out) throws java.io.IOException {
    out.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n".getBytes("US-ASCII"));
    byte[] chunk = new byte[8192];
    while (true) {
      out.write(chunk);
    }
  }

  @Test
  void close_whileTheServerHangs_endsTheExportAndItsThread() throws Exception {
    collector.reply(collector.hang());
    List<Thread> used = new CopyOnWriteArrayList<>();
    OtlpExporter exporter = watched(used);
    FutureTask<ExportResult> export = start(() -> exporter.export(TestSpan.batch(3)));
    collector.await("request");

    exporter.close(Duration.ofSeconds(1));

    assertThat(get(export).failed()).isEqualTo(3);
    assertThat(get(export).message())
        .containsPattern("no answer within .*s, then the exporter is closed");
    assertThat(exporter.export(TestSpan.batch(1)).message())
        .as("what comes late does not hide it")
        .containsPattern("the exporter is closed; before, no answer within .*s");
    assertEnds(used);
  }

  @Test
  void close_whileTheServerReadsNothing_endsTheExport() throws Exception {
    collector.withoutReading();
    OtlpExporter exporter = inRealTime(LONG);
    FutureTask<ExportResult> export = start(() -> exporter.export(hugeBatch()));
    collector.await("connect");

    exporter.close(Duration.ofSeconds(1));

    assertThat(get(export).failed()).isEqualTo(20);
  }

  @Test
  void close_duringTheWaitForARepetition_endsTheExport() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    collector.orElse(FakeCollector.status(503, "", "Retry-After: 300"));
    OtlpExporter exporter =
        exporter(builder().timeout(LONG), FakeTiming.waiting(waiting::countDown));
    FutureTask<ExportResult> export = start(() -> exporter.export(TestSpan.batch(3)));
    assertThat(waiting.await(5, TimeUnit.MINUTES)).isTrue();

    exporter.close(Duration.ofSeconds(1));

    assertThat(get(export).failed()).isEqualTo(3);
    assertThat(collector.requests()).hasSize(1);
  }

  /** Some servers say so before they close a connection that was idle for long. */
  @Test
  void requestTimeout_saidToAnIdleConnection_isNoAnswer() throws Exception {
    collector.reply(
        (request, out) -> {
          String taken = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
          String idle = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";
          out.write((taken + idle).getBytes("US-ASCII"));
          return true;
        });
    OtlpExporter exporter = inRealTime(LONG);

    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
    assertThat(exporter.export(TestSpan.batch(2)).exported()).isEqualTo(2);
    assertThat(collector.requests()).anyMatch(request -> request.connection() == 2);
  }

  /** An empty line behind the body, or the end of chunks where there is no body. */
  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "0\r\n\r\n", "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"})
  void bytesBehindAnAnswer_areNotTakenForTheNext(String more) {
    collector.orElse(
        (request, out) -> {
          String taken = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
          out.write((taken + more).getBytes("US-ASCII"));
          return true;
        });
    OtlpExporter exporter = inRealTime(LONG);

    for (int i = 1; i <= 3; i++) {
      assertThat(exporter.export(TestSpan.batch(2)).exported()).isEqualTo(2);
    }
    assertThat(collector.requests()).as("none is sent twice").hasSize(3);
  }

  @Test
  void requestTimeout_onANewConnection_isTheAnswer() throws Exception {
    collector.reply(FakeCollector.status(408, ""));

    assertThat(inRealTime(LONG).export(TestSpan.batch(2)).failed()).isEqualTo(2);
    assertThat(collector.requests()).hasSize(1);
  }

  @Test
  void close_closesTheIdleConnection() throws Exception {
    // long enough that the JDK does not close it by itself
    collector.reply(
        FakeCollector.status(200, "{}", "Connection: keep-alive", "Keep-Alive: timeout=100"));
    OtlpExporter exporter = inRealTime(LONG);
    exporter.export(TestSpan.batch(1));

    exporter.close(Duration.ofSeconds(1));

    collector.await("disconnect");
  }

  @Test
  void close_leavesNoThread() throws Exception {
    List<Thread> used = new CopyOnWriteArrayList<>();
    OtlpExporter exporter = watched(used);
    exporter.export(TestSpan.batch(1));
    exporter.export(TestSpan.batch(1));

    exporter.close(Duration.ZERO);

    assertThat(used).hasSize(2).allMatch(Thread::isDaemon);
    assertThat(used.get(0)).isSameAs(used.get(1));
    assertEnds(used);
  }

  /** An exporter that notes the threads on which requests run. */
  private OtlpExporter watched(List<Thread> used) {
    OtlpExporterBuilder builder =
        builder()
            .timeout(LONG)
            .headers(
                () -> {
                  used.add(Thread.currentThread());
                  return Map.of();
                });
    return inRealTime(builder);
  }

  private static void assertEnds(List<Thread> threads) throws InterruptedException {
    assertThat(threads).isNotEmpty();
    for (Thread thread : threads) {
      thread.join(TimeUnit.MINUTES.toMillis(5));
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void export_afterTheClose_failsWithoutARequest() {
    OtlpExporter exporter = inRealTime(LONG);
    exporter.close(Duration.ZERO);
    exporter.close(Duration.ZERO);

    ExportResult result = exporter.export(TestSpan.batch(2));

    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message()).contains("closed");
    assertThat(collector.requests()).isEmpty();
  }

  @Test
  void export_interruptedMeanwhile_endsAndKeepsTheInterrupt() throws Exception {
    collector.reply(collector.hang());
    OtlpExporter exporter = inRealTime(LONG);
    boolean[] interrupted = new boolean[1];
    FutureTask<ExportResult> export =
        new FutureTask<>(
            () -> {
              ExportResult result = exporter.export(TestSpan.batch(3));
              interrupted[0] = Thread.currentThread().isInterrupted();
              return result;
            });
    Thread thread = new Thread(export);
    thread.start();
    collector.await("request");

    thread.interrupt();

    assertThat(get(export).failed()).isEqualTo(3);
    assertThat(get(export).message()).containsPattern("no answer within .*s, then interrupted");
    assertThat(interrupted[0]).isTrue();
    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
  }

  @Test
  void export_interruptedBefore_worksAndKeepsTheInterrupt() {
    OtlpExporter exporter = inRealTime(LONG);
    Thread.currentThread().interrupt();

    ExportResult result = exporter.export(TestSpan.batch(3));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.exported()).isEqualTo(3);
  }

  @Test
  void export_makesNoSpans() {
    List<SpanData> ended = new ArrayList<>();
    Tracer tracer = Tracer.builder("shop").processor(ended::add).build();
    OtlpExporter exporter =
        exporter(
            builder()
                .headers(
                    () -> {
                      tracer.startSpan("fetch token").end();
                      return Map.of();
                    }));

    assertThat(exporter.export(TestSpan.batch(1)).exported()).isEqualTo(1);
    assertThat(ended).isEmpty();
  }
}
