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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
  private LogCapture log;

  /** What to answer, each once but the last, and what was asked. */
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** An answer that never ends, its bytes so far, and the end of its connection. */
  private static final String DRIP = "drip";

  private final Semaphore dripped = new Semaphore(0);
  private final CountDownLatch gone = new CountDownLatch(1);

  @BeforeEach
  void listen() throws IOException {
    log = new LogCapture();
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
    log.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        String head = head(socket.getInputStream());
        heads.add(head);
        questions.add(head.substring(0, head.indexOf("\r\n")));
        String answer = answers.take();
        if (answer.equals(DRIP)) {
          drip(socket.getOutputStream());
        }
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      } catch (IOException | InterruptedException e) {
        // one of the two sides has closed
      }
    }
  }

  /** Sends a byte now and then until the other side has gone. */
  private void drip(OutputStream out) throws InterruptedException {
    try {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      while (true) {
        out.write(' ');
        dripped.release();
        gone.await(2, TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      gone.countDown();
    }
  }

  /** Reads a request to its end. */
  private static String head(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(); // the sampler was closed meanwhile
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private JaegerRemoteSampler start(Duration interval) {
    return start("my service", interval);
  }

  private JaegerRemoteSampler start(String serviceName, Duration interval) {
    sampler =
        JaegerRemoteSampler.create(
            serviceName,
            "http://127.0.0.1:" + server.getLocalPort() + "/sampling",
            interval,
            Sampler.alwaysOff());
    return sampler;
  }

  private String question() throws InterruptedException {
    String question = questions.poll(5, TimeUnit.MINUTES);
    assertThat(question).as("nothing was asked").isNotNull();
    return question;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("waited in vain").isNegative();
      Thread.yield();
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
    assertThat(log.warnings()).hasSize(1);
    assertThat(log.warnings().get(0).toString()).contains("No sampling strategy from http://");

    answers.add(ok(HALF.replace("0.5", "0.125")));
    await(() -> ratio("x") == 0.125);
  }

  @Test
  void answer_withoutEnd_isCutOff() throws InterruptedException {
    start(Duration.ofMillis(1));
    question();
    answers.add(
        "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + " ".repeat(8_999_000) + HALF);
    question();
    assertThat(ratio("x")).isZero();
    assertThat(log.warnings().get(0).toString()).contains("malformed JSON at character 1048576");
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
    quiet().apply(String.format(OPERATIONS, "0.001"));

    for (String name : new String[] {"GET /a", "GET /b", "other"}) {
      assertThat(ratio(name)).as(name).isOne(); // nothing came yet: the lower bound lets it pass
    }
    Traffic traffic = new Traffic(1);
    for (int i = 0; i < 100_000; i++) {
      traffic.request(sampler, "GET /b", traffic.random.nextLong());
    }
    assertThat(traffic.kept).isBetween(1L, 20L);
    assertThat(ratio("another")).isOne();

    sampler.apply(String.format(OPERATIONS, "0.001") + " "); // as if anew
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
    String json = "{\"strategyType\":%s,\"rateLimitingSampling\":{\"maxTracesPerSecond\":%s}}";
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

  @Test
  void lowerBounds_ofNewNamesAfterEachAnswer_areBounded() {
    JaegerStrategy strategy = JaegerStrategy.of(Sampler.alwaysOff());
    for (int answer = 1; answer < 6; answer++) {
      String json = String.format(OPERATIONS, "0.001").replace("0.25", "0.0" + answer);
      strategy = JaegerStrategy.parse(json, strategy);
      for (int i = 0; i < 3_000; i++) {
        strategy.sample(Context.root(), i, answer + " of " + i, SpanKind.SERVER);
      }
    }
    assertThat(strategy.lowerBounds()).isBetween(2_000, 4_100);
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

  /** What the application sets for all its URL connections is not for us. */
  @Test
  void cookiesAndAuthenticatorsOfTheApplication_areNotAsked() throws Exception {
    CookieManager cookies = new CookieManager();
    URI place = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/sampling");
    cookies.getCookieStore().add(place, new HttpCookie("session", "secret"));
    List<String> asked = new CopyOnWriteArrayList<>();
    CookieHandler.setDefault(cookies);
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.add("password");
            return new PasswordAuthentication("user", "secret".toCharArray());
          }
        });
    try {
      start(Duration.ofMillis(1));
      assertThat(question()).startsWith("GET /sampling?service=my+service HTTP/1.1");
      answers.add(
          "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: a=b\r\n"
              + "Content-Length: 0\r\n\r\n");
      question();
      assertThat(heads).noneMatch(head -> head.toLowerCase(Locale.ROOT).contains("cookie:"));
      assertThat(heads).noneMatch(head -> head.toLowerCase(Locale.ROOT).contains("authorization:"));
      assertThat(asked).isEmpty();
      assertThat(cookies.getCookieStore().getCookies()).hasSize(1);
    } finally {
      CookieHandler.setDefault(null);
      Authenticator.setDefault(null);
    }
  }

  @Test
  void serverThatDripsBytes_doesNotHoldUpTheClose() throws Exception {
    start(Duration.ofMillis(1));
    question();
    answers.add(DRIP);
    assertThat(dripped.tryAcquire(20, 5, TimeUnit.MINUTES)).isTrue(); // there is no end of it
    sampler.close();
    assertThat(gone.await(5, TimeUnit.MINUTES)).as("the connection is cut").isTrue();
    await(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().startsWith("tracer-sampling-")));

    assertThat(ratio("x")).isZero();
  }

  private static long askers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals("tracer-sampling-ask-hanging"))
        .count();
  }

  /** Has the questions hang where they look for their way to the server, which nothing can cut. */
  private static ProxySelector hanging(Semaphore end, AtomicInteger met) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        met.incrementAndGet();
        end.acquireUninterruptibly(); // as a look-up of a name
        return List.of(Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    };
  }

  @Test
  void questionsThatHang_areTwoAtMost() throws Exception {
    Semaphore end = new Semaphore(0);
    AtomicInteger met = new AtomicInteger();
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(hanging(end, met));
    try {
      start("hanging", Duration.ofHours(1));
      await(() -> met.get() == 1); // the sampler's own
      for (int i = 0; i < 5; i++) {
        askAndWaitForNothing();
      }
      assertThat(askers()).isEqualTo(2);
    } finally {
      ProxySelector.setDefault(before);
      end.release(100);
    }
    for (int i = 0; i < 3; i++) {
      answers.add(ok(HALF));
    }
    await(() -> askers() == 0);
    questions.clear();
    sampler.ask(); // it goes on
    assertThat(questions).hasSize(1);
    assertThat(ratio("x")).isEqualTo(0.5);
  }

  private void askAndWaitForNothing() {
    Thread.currentThread().interrupt();
    try {
      sampler.ask();
    } catch (InterruptedException e) {
      // as it should be
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void pollInterval_ofAnyLength_isTaken() throws InterruptedException {
    start(Duration.ofSeconds(Long.MAX_VALUE));
    answers.add(ok(HALF));
    await(() -> ratio("x") == 0.5);
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
