// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.tracer.Attributes;
import dev.tracer.Context;
import dev.tracer.Span;
import dev.tracer.SpanContext;
import dev.tracer.SpanKind;
import dev.tracer.TraceState;
import dev.tracer.internal.LogCapture;
import dev.tracer.sampling.Sampler;
import dev.tracer.sampling.SamplingDecision;
import dev.tracer.sampling.SamplingResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaegerRemoteSamplerTest {
  private static final String HALF =
      "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.5}}";
  private static final String OPERATIONS =
      "{\"strategyType\":0,\"operationSampling\":{\"defaultSamplingProbability\":0.25,"
          + "\"defaultLowerBoundTracesPerSecond\":%s,\"perOperationStrategies\":["
          + "{\"operation\":\"GET /a\",\"probabilisticSampling\":{\"samplingRate\":0.5}},"
          + "{\"operation\":\"GET /b\",\"probabilisticSampling\":{}}]}}";

  private ServerSocket server;
  private JaegerRemoteSampler sampler;

  /** What to answer, each once but the last, and what was asked. */
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    if (sampler != null) {
      sampler.close();
    }
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        questions.add(firstLine(socket.getInputStream()));
        String answer = answers.take();
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (IOException | InterruptedException e) {
        // one of the two sides has closed
      }
    }
  }

  /** Reads a request to its end; gives its first line. */
  private static String firstLine(InputStream in) {
    try {
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0) {
        text.append((char) in.read());
      }
      return text.substring(0, text.indexOf("\r\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private JaegerRemoteSampler start(Duration interval) {
    sampler =
        JaegerRemoteSampler.create(
            "my service",
            "http://127.0.0.1:" + server.getLocalPort() + "/sampling",
            interval,
            Sampler.alwaysOff());
    return sampler;
  }

  private String question() throws InterruptedException {
    String question = questions.poll(15, TimeUnit.SECONDS);
    assertThat(question).as("a question within 15 seconds").isNotNull();
    return question;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 15_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private double ratio(String name) {
    SamplingResult result = Traffic.ask(sampler, name, 0);
    return result.hasThreshold()
        ? 1 - result.threshold() / (double) SamplingResult.MAX_THRESHOLD
        : result.decision() == SamplingDecision.DROP ? 0 : 1;
  }

  /** A sampler whose poll waits for an answer, so that tests can give strategies themselves. */
  private JaegerRemoteSampler quiet() {
    return start(Duration.ofHours(1));
  }

  @Test
  void strategy_isAskedForAndFollowed() throws InterruptedException {
    start(Duration.ofMillis(1));
    assertThat(question()).isEqualTo("GET /sampling?service=my+service HTTP/1.1");
    assertThat(ratio("x")).isZero();

    answers.add(ok(HALF));
    await(() -> ratio("x") == 0.5);
    answers.add(ok(HALF.replace("0.5", "0.25")));
    await(() -> ratio("x") == 0.25);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        "nonsense",
        ""
      })
  void trouble_leavesTheLastGoodStrategy(String trouble) throws InterruptedException {
    start(Duration.ofMillis(1));
    question();
    answers.add(ok(HALF));
    await(() -> ratio("x") == 0.5);
    question();
    answers.add(trouble);
    question(); // it goes on
    assertThat(ratio("x")).isEqualTo(0.5);

    answers.add(ok(HALF.replace("0.5", "0.125")));
    await(
        () -> {
          answers.add(ok(HALF.replace("0.5", "0.125"))); // the JDK may have repeated a request
          return ratio("x") == 0.125;
        });
  }

  @Test
  void answer_withoutEnd_isCutOff() throws InterruptedException {
    start(Duration.ofMillis(1));
    question();
    answers.add(
        "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + " ".repeat(8_999_000) + HALF);
    question();
    assertThat(ratio("x")).isZero();
  }

  @Test
  void close_endsTheQuestions() throws InterruptedException {
    start(Duration.ofMillis(1));
    question();
    sampler.close();
    answers.add(ok(HALF));
    String name = "tracer-sampling-my service";
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals(name)));

    assertThat(ratio("x")).isZero();
    assertThat(questions).isEmpty();
  }

  @Test
  void strategyByOperation_withLowerBound_keepsALittleOfEach() {
    quiet().apply(String.format(OPERATIONS, "0.1"));

    for (String name : new String[] {"GET /a", "GET /b", "other"}) {
      assertThat(ratio(name)).as(name).isOne(); // nothing came yet: the lower bound lets it pass
    }
    Traffic traffic = new Traffic(1);
    for (int i = 0; i < 100_000; i++) {
      traffic.request(sampler, "GET /b", traffic.random.nextLong());
    }
    assertThat(traffic.kept).isBetween(1L, 20L);
    assertThat(ratio("another")).isOne();

    sampler.apply(String.format(OPERATIONS, "0.1") + " "); // as if anew
    assertThat(ratio("GET /b")).isLessThan(0.5);
  }

  @Test
  void strategyByOperation_withoutLowerBound_isProbabilistic() {
    quiet().apply(String.format(OPERATIONS, "0"));

    assertThat(ratio("GET /a")).isEqualTo(0.5);
    assertThat(ratio("GET /b")).isZero();
    assertThat(ratio("other")).isEqualTo(0.25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"RATE_LIMITING\"", "1"})
  void strategyByRate_limits(String type) {
    String json = "{\"strategyType\":%s,\"rateLimitingSampling\":{\"maxTracesPerSecond\":%d}}";
    quiet().apply(String.format(json, type, 7));
    assertThat(sampler.description()).contains("7.0 a second");

    sampler.apply(String.format(json, type, 0));
    assertThat(ratio("x")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"rateLimitingSampling\":{\"maxTracesPerSecond\":7}}",
        "{\"strategyType\":\"PROBABILISTIC\",\"rateLimitingSampling\":{\"maxTracesPerSecond\":7}}",
        "{\"strategyType\":7,\"probabilisticSampling\":null,"
            + "\"rateLimitingSampling\":{\"maxTracesPerSecond\":7}}"
      })
  void strategyType_isIgnored(String json) {
    quiet().apply(json);

    assertThat(sampler.description()).contains("7.0 a second");
  }

  private double kept(String name, int requests) {
    Traffic traffic = new Traffic(1);
    for (int i = 0; i < requests; i++) {
      traffic.request(sampler, name, traffic.random.nextLong());
    }
    return traffic.kept;
  }

  @Test
  void lowerBound_isEachOperationsOwn() {
    quiet().apply(String.format(OPERATIONS, "0.001").replace("0.25", "0"));

    for (int i = 0; i < 50; i++) { // none of them is listed
      assertThat(ratio("operation " + i)).as("operation %d", i).isOne();
    }
    assertThat(kept("operation 1", 10_000)).isLessThan(20);
    assertThat(ratio("operation 51")).isOne();
  }

  @Test
  void unlistedOperations_areBounded() {
    quiet().apply(String.format(OPERATIONS, "0.001").replace("0.25", "0"));
    for (int i = 0; i < 3_000; i++) {
      kept("operation " + i, 3);
    }

    assertThat(ratio("one more")).isLessThan(1); // shares the bound of all others
  }

  private static SamplingResult ask(Sampler sampler, Context parent, String name, long low) {
    return sampler.sample(parent, 1, low, name, SpanKind.SERVER, Attributes.empty(), List.of());
  }

  @Test
  void rootSpans_sayHowTheyWereKept() {
    quiet().apply(String.format(OPERATIONS, "0.001"));

    assertThat(ask(sampler, Context.root(), "GET /a", -1).attributes())
        .isEqualTo(Attributes.of("sampler.type", "probabilistic", "sampler.param", 0.5));
    assertThat(ask(sampler, Context.root(), "GET /b", -1).attributes())
        .isEqualTo(Attributes.of("sampler.type", "lowerbound", "sampler.param", 0.001));
    assertThat(ask(sampler, Context.root(), "other", -1).attributes())
        .isEqualTo(Attributes.of("sampler.type", "probabilistic", "sampler.param", 0.25));
    sampler.apply(HALF);
    assertThat(ask(sampler, Context.root(), "x", -1).attributes())
        .isEqualTo(Attributes.of("sampler.type", "probabilistic", "sampler.param", 0.5));
    sampler.apply("{\"rateLimitingSampling\":{\"maxTracesPerSecond\":7}}");
    assertThat(ask(sampler, Context.root(), "x", -1).attributes())
        .isEqualTo(Attributes.of("sampler.type", "ratelimiting", "sampler.param", 7.0));
  }

  @Test
  void otherSpans_sayNothing() {
    quiet().apply(HALF);
    Span parent = Span.of(SpanContext.of(1, 2, 3, (byte) 1, TraceState.empty(), true));

    assertThat(ask(sampler, Context.root().with(parent), "x", -1).attributes().isEmpty()).isTrue();
  }

  @Test
  void answers_doNotReachTheLogRaw() throws InterruptedException {
    try (LogCapture log = new LogCapture()) {
      start(Duration.ofHours(1));
      question();
      answers.add(
          "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
              + "\u001b[2J forged\r\nline".repeat(60_000));
      await(() -> !log.warnings().isEmpty());

      assertThat(log.warnings().get(0).toString())
          .contains("No sampling strategy from http://127.0.0.1:", "/sampling, the last stays")
          .doesNotContain("\u001b", "\r", "\n", "forged", "service=")
          .hasSizeLessThan(1_000);
    }
  }

  @Test
  void serverThatDripsBytes_doesNotHoldUpTheClose() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    start(Duration.ofMillis(1));
    question();
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                done.await();
              } catch (IOException | InterruptedException e) {
                // the test is over
              }
            });
    thread.setDaemon(true);
    thread.start();
    sampler.close(); // no answer to the first question yet
    String prefix = "tracer-sampling-my service";
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().equals(prefix)));
    done.countDown();
  }

  @Test
  void strategy_outOfRange_isRefused() {
    quiet().apply(HALF);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.apply(HALF.replace("0.5", "1.5")))
        .withMessageContaining("samplingRate");
    assertThat(ratio("x")).isEqualTo(0.5);
  }

  @Test
  void badSettings_areRefusedByName() {
    Sampler off = Sampler.alwaysOff();
    Duration minute = Duration.ofMinutes(1);
    String url = "http://localhost/";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JaegerRemoteSampler.create("s", "nowhere", minute, off))
        .withMessageContaining("endpoint");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JaegerRemoteSampler.create("s", "ftp://localhost/", minute, off))
        .withMessageContaining("endpoint");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JaegerRemoteSampler.create("s", url, Duration.ZERO, off))
        .withMessageContaining("pollInterval");
    assertThatNullPointerException()
        .isThrownBy(() -> JaegerRemoteSampler.create(null, url, minute, off))
        .withMessage("serviceName");
    assertThatNullPointerException()
        .isThrownBy(() -> JaegerRemoteSampler.create("s", url, minute, null))
        .withMessage("initial");
  }

  @Test
  void environment_jaegerRemote_isUnderstood() throws InterruptedException {
    Sampler read =
        Sampling.fromEnvironment(
            Map.of(
                "OTEL_SERVICE_NAME",
                "a&b",
                "OTEL_TRACES_SAMPLER",
                "parentbased_jaeger_remote",
                "OTEL_TRACES_SAMPLER_ARG",
                "endpoint=http://127.0.0.1:"
                    + server.getLocalPort()
                    + "/sampling, pollingIntervalMs=5000,initialSamplingRate=0.25"));
    try {
      assertThat(question()).isEqualTo("GET /sampling?service=a%26b HTTP/1.1");
      assertThat(read.description())
          .isEqualTo("ParentBased{root:JaegerRemoteSampler{ProbabilitySampler{0.25}}}");
    } finally {
      read.close();
    }
  }
}
