// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.http.HttpTracing;
import dev.tracer.http.JdkServerTracing;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A process with the OpenTelemetry Java agent attached, the bridge and HTTP tracing in it. */
class AgentTest {
  /** The application. */
  static final class Application {
    private Application() {}

    public static void main(String[] args) throws Exception {
      try (TestTracer test = TestTracer.create()) {
        OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer()).register();
        HttpTracing http = HttpTracing.of(test.tracer());
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService handlers = Executors.newSingleThreadExecutor();
        server.setExecutor(handlers);
        server
            .createContext(
                "/",
                exchange -> {
                  test.tracer().run("work", span -> {});
                  exchange.sendResponseHeaders(200, -1);
                  exchange.close();
                })
            .getFilters()
            .add(JdkServerTracing.of(http).filter());
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        HttpClient client = http.client(HttpClient.newHttpClient());
        test.tracer()
            .run(
                "order",
                span -> {
                  client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
                  libraries(bridge);
                });
        server.stop(0);
        handlers.shutdown();
        handlers.awaitTermination(5, TimeUnit.MINUTES);
        test.assertTree(
            """
            order
              GET [CLIENT]
                GET / [SERVER]
                  work
              outer
                inner
                given
            """);
        test.assertNoOpenScopes();
        System.out.println("complete");
      }
    }

    /** One that was handed the bridge, and one that asks the global. */
    private static void libraries(OpenTelemetryBridge bridge) {
      var tracer = bridge.getTracer("lib");
      Span outer = tracer.spanBuilder("outer").startSpan();
      try (Scope scope = outer.makeCurrent()) {
        tracer.spanBuilder("inner").startSpan().end();
        tracer.spanBuilder("given").setParent(Context.current()).startSpan().end();
        GlobalOpenTelemetry.getTracer("app").spanBuilder("agent's").startSpan().end();
      }
      outer.end();
    }
  }

  private static String run() throws Exception {
    List<String> own =
        List.of("tracer-", "opentelemetry-api-1", "-context-", "-common-1", "target");
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> own.stream().anyMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + System.getProperty("agent.jar"),
                "-Dotel.traces.exporter=console",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-cp",
                classPath,
                Application.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(output).contains("complete");
    assertThat(process.exitValue()).isZero();
    return output;
  }

  @Test
  void bothTraceTheSameProcess_neitherBreaksTheOther() throws Exception {
    String output = run();
    // the agent's server goes on with the header of Tracer's client
    assertThat(output).containsPattern("'GET /' : 0{31}1 \\w{16} SERVER");
    // the agent's own span nests in the one that a library got from the bridge
    assertThat(output).containsPattern("'agent's' : 0{31}1 \\w{16} INTERNAL");
    assertThat(output)
        .containsOnlyOnce("The OpenTelemetry Java agent is attached and keeps the current context")
        .containsOnlyOnce("GlobalOpenTelemetry belongs to the OpenTelemetry Java agent")
        .doesNotContain("set calls are ignored");
  }
}
