// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracer.http.kit.HttpServerFixture.Server;
import dev.tracer.http.kit.JdkPeer;
import dev.tracer.samplers.Sampling;
import dev.tracer.testing.TestTracer;
import io.undertow.Undertow;
import io.undertow.server.handlers.BlockingHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Strangers who send nonsense for a query must not fill the back end: under the defaults for
 * production no trace of theirs is kept, whichever server reads the query.
 */
class StrangersQueryTest {
  private static final String[] QUERIES = {
    "x=%C3%28", "x=%E0", "x=%zz", "%", "x=%", "x=%u0041", "=&=&&", "x=\u0001", "x=[|]{}^`\"<>"
  };

  /** Its ids are in no share of traces, and by its clock nothing is slow. */
  private final TestTracer test =
      TestTracer.create(builder -> builder.sampler(Sampling.productionDefaults()));

  private final HttpTracing tracing = HttpTracing.of(test.tracer());

  /** Servers whose application looks at the query. */
  enum Kind {
    JDK {
      @Override
      Server start(HttpTracing tracing) throws IOException {
        HttpServer server = HttpServer.create(JdkPeer.loopback(), 0);
        JdkServerTracing.of(tracing)
            .addTo(
                server.createContext(
                    "/",
                    exchange -> {
                      boolean bad = exchange.getRequestURI().getPath().equals("/bad");
                      exchange.sendResponseHeaders(bad ? 500 : 204, -1);
                      exchange.close();
                    }));
        server.start();
        return server(server.getAddress().getPort(), () -> server.stop(0));
      }
    },
    JETTY {
      @Override
      Server start(HttpTracing tracing) {
        return servlet(Container.Kind.JETTY, tracing);
      }
    },
    TOMCAT {
      @Override
      Server start(HttpTracing tracing) {
        return servlet(Container.Kind.TOMCAT, tracing);
      }
    },
    UNDERTOW {
      @Override
      Server start(HttpTracing tracing) {
        return servlet(Container.Kind.UNDERTOW, tracing);
      }
    },
    UNDERTOW_HANDLERS {
      @Override
      Server start(HttpTracing tracing) {
        Undertow undertow =
            Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(
                    new BlockingHandler(
                        new UndertowTracing(
                            tracing.server(UndertowTracing.Adapter.INSTANCE),
                            exchange -> {
                              exchange.getQueryParameters().get("x");
                              exchange.setStatusCode(
                                  exchange.getRequestPath().equals("/bad") ? 500 : 204);
                            })))
                .build();
        undertow.start();
        InetSocketAddress address =
            (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return server(address.getPort(), undertow::stop);
      }
    };

    abstract Server start(HttpTracing tracing) throws IOException;

    @SuppressWarnings("serial")
    static Server servlet(Container.Kind kind, HttpTracing tracing) {
      Container container =
          kind.start(
              new Container.App(
                  context -> {
                    ServletTracing.of(tracing).addTo(context);
                    ServletsUnderTest.add(
                        context,
                        new HttpServlet() {
                          @Override
                          protected void service(
                              HttpServletRequest request, HttpServletResponse response) {
                            request.getParameter("x");
                            response.setStatus(request.getRequestURI().equals("/bad") ? 500 : 204);
                          }
                        },
                        "/*");
                  }));
      return server(container.uri("/").getPort(), container::close);
    }

    static Server server(int port, Runnable stop) {
      return new Server() {
        @Override
        public URI uri(String path) {
          return URI.create("http://127.0.0.1:" + port + path);
        }

        @Override
        public void close() {
          stop.run();
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void malformedQuery_isNotKept_andAFailureOfTheServerIs(Kind kind) throws Exception {
    Server server = kind.start(tracing);
    try {
      for (String query : QUERIES) {
        assertThat(status(server, "/a?" + query)).as(query).isLessThan(500);
      }
      assertThat(status(server, "/bad?x=1")).isEqualTo(500);
      test.awaitNoOpenSpans(Duration.ofMinutes(5)); // a stop would break them off
    } finally {
      server.close();
      test.close();
    }

    assertThat(test.spans())
        .extracting(span -> span.attributes().get("url.path"))
        .containsExactly("/bad");
  }

  /** What clients that check URLs would not send. */
  private static int status(Server server, String target) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }
}
