// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.testing.InMemoryExporter;
import dev.tracer.testing.SpanTree;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** An application with all of Boot's auto-configuration. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WholeApplicationTest {
  private static ConfigurableApplicationContext context;
  private static InMemoryExporter spans;

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @EnableScheduling
  static class Application {
    @Bean
    InMemoryExporter spans() {
      return InMemoryExporter.create();
    }

    @Bean
    Clockwork clockwork() {
      return new Clockwork();
    }

    @Bean
    Steps steps() {
      return new Steps();
    }

    @RestController
    static class Failing {
      @GetMapping("/fail")
      String fail() {
        throw new IllegalArgumentException("no");
      }

      @GetMapping("/answer/{status}")
      ResponseEntity<String> answer(@PathVariable int status) {
        return ResponseEntity.status(status).build();
      }

      @GetMapping("/later/{how}")
      Callable<String> later(@PathVariable String how) {
        return () -> {
          throw new IllegalArgumentException(how);
        };
      }

      @GetMapping("/part/{of}")
      StreamingResponseBody part(@PathVariable String of) {
        return body -> {
          body.write(new byte[1_000_000]); // more than a buffer holds
          throw new IOException(of);
        };
      }
    }
  }

  /** Runs by the clock. */
  public static class Clockwork {
    final CountDownLatch ticked = new CountDownLatch(1);

    /** Ticks. */
    @Scheduled(fixedDelay = 3_600_000)
    public void tick() {
      ticked.countDown();
    }
  }

  /** Has spans by annotation. */
  public static class Steps {
    /** A step. */
    @NewSpan("first step")
    public void first(@SpanTag("step.of") String of) {}
  }

  @BeforeAll
  static void start() {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.SERVLET)
            .run(
                "--spring.application.name=whole",
                "--server.port=0",
                Boot.NO_JPA,
                "--spring.data.jpa.repositories.enabled=false",
                "--spring.datasource.url=jdbc:h2:mem:whole",
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--management.endpoints.web.exposure.include=tracer,health,metrics",
                "--management.otlp.tracing.headers.api-key=hidden-key",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--logging.level.org.apache.catalina.core=off",
                "--logging.level.dev.tracer=info");
    spans = context.getBean(InMemoryExporter.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void forget() {
    context.getBean(Tracer.class).flush(Duration.ofMinutes(5));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static List<SpanData> named(String name) {
    context.getBean(Tracer.class).flush(Duration.ofMinutes(5));
    return spans.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  /** As {@link #named}, of a span that ends after what the test has seen of it. */
  private static List<SpanData> awaited(String name) {
    List<SpanData> seen = named(name);
    while (seen.isEmpty()) {
      Thread.onSpinWait();
      seen = named(name);
    }
    return seen;
  }

  @Test
  void dataSource_keepsItsClass_andIsTraced() throws Exception {
    HikariDataSource pool = context.getBean(HikariDataSource.class);
    assertThat(pool).isSameAs(context.getBean(DataSource.class));
    assertThat(pool.getJdbcUrl()).startsWith("jdbc:h2:mem:whole");
    assertThat(pool.unwrap(HikariDataSource.class)).isNotNull();

    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE tables_traced (id INT)");
    }

    assertThat(named("CREATE TABLE tables_traced")).hasSize(1);
    assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isPositive();
  }

  @Test
  void endpoint_showsStatsAndConfiguration_withoutSecrets() throws Exception {
    HttpResponse<String> answer = get("/actuator/tracer");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"enabled\":true", "\"started\":", "\"service\":\"whole\"", "\"exporters\":[{")
        .contains("all traces (management.tracing.sampling.probability)")
        .doesNotContain("hidden-key");
  }

  @Test
  void health_knowsNothingOfTracer() throws Exception {
    assertThat(get("/actuator/health").body()).contains("UP").doesNotContainIgnoringCase("trac");
    assertThat(context.getBeansOfType(Tracer.class)).hasSize(1);
  }

  @Test
  void meters_areBound() {
    assertThat(context.getBean(MeterRegistry.class).getMeters())
        .anySatisfy(meter -> assertThat(meter.getId().getName()).startsWith("tracer."));
  }

  @Test
  void observation_isOneSpanAndOneTimer() throws Exception {
    get("/fail");

    assertThat(named("http get /fail")).hasSize(1);
    assertThat(named("http get /fail").get(0).statusCode().name()).isEqualTo("ERROR");
    assertThat(
            context
                .getBean(MeterRegistry.class)
                .get("http.server.requests")
                .tag("uri", "/fail")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void answerOfAServerThatFailed_isAnErrorWithoutAnException() throws Exception {
    get("/answer/404");
    get("/answer/503");

    assertThat(named("http get /answer/{status}"))
        .filteredOn(span -> !span.attributes().get("http.url").equals("/answer/410"))
        .extracting(SpanData::statusCode, span -> span.attributes().get("error.type"))
        .containsExactly(tuple(StatusCode.UNSET, null), tuple(StatusCode.ERROR, "503"));
  }

  /** Its error page is answered before it is over. */
  @Test
  void asynchronousRequestThatFailed_isNamedByItsRoute_andNotByTheErrorPage() throws Exception {
    assertThat(get("/later/somehow").body()).contains("Internal Server Error");

    assertThat(awaited("http get /later/{how}"))
        .extracting(SpanData::statusCode, span -> span.attributes().get("uri"))
        .containsExactly(tuple(StatusCode.ERROR, "/later/{how}"));
    assertThat(catchThrowable(() -> get("/part/of"))).isNotNull();
    assertThat(awaited("http get /part/{of}")).hasSize(1);
    assertThat(named("http get /error")).isEmpty();
  }

  @Test
  void answerToAClientThatFailed_isAnErrorWithoutAnException() {
    String port = context.getEnvironment().getProperty("local.server.port");
    RestClient client = context.getBean(RestClient.Builder.class).build();
    URI missing = URI.create("http://localhost:" + port + "/answer/410");
    client.get().uri(missing).exchange((request, response) -> response.getStatusCode());

    assertThat(named("http get").stream().filter(span -> span.kind() == SpanKind.CLIENT))
        .singleElement()
        .satisfies(span -> assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR))
        .satisfies(span -> assertThat(span.attributes().get("error.type")).isEqualTo("410"));
  }

  @Test
  void scheduledTask_isATrace() throws Exception {
    assertThat(context.getBean(Clockwork.class).ticked.await(5, TimeUnit.MINUTES)).isTrue();

    assertThat(awaited("task clockwork.tick"))
        .singleElement()
        .satisfies(span -> assertThat(span.isRoot()).isTrue());
  }

  @Test
  void newSpan_isASpan() {
    context.getBean(Tracer.class).run("way", way -> context.getBean(Steps.class).first("way"));

    List<SpanData> way = named("way");
    assertThat(named("first step"))
        .singleElement()
        .satisfies(step -> assertThat(step.traceId()).isEqualTo(way.get(0).traceId()))
        .satisfies(step -> assertThat(step.attributes().get("step.of")).isEqualTo("way"));
    SpanTree.of(List.of(way.get(0), named("first step").get(0)))
        .withoutDurations()
        .assertIs("way\n  first step\n");
  }
}
