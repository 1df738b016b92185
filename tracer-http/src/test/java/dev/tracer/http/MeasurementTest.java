// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.export.SpanData;
import dev.tracer.http.HttpMetrics.Measurement;
import dev.tracer.testing.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What metrics are told of a call and of a request, to the nanosecond. */
class MeasurementTest {
  private static final Duration TOOK = Duration.ofNanos(1_234_567);

  private final TestClock clock = TestClock.create();
  private final List<SpanData> spans = new ArrayList<>();
  private final List<Measurement> measured = new ArrayList<>();
  private final HttpTracing tracing =
      HttpTracing.builder(Tracer.builder("shop").clock(clock).processor(spans::add).build())
          .metrics((measurement, request) -> measured.add(measurement))
          .build();

  /** Requests are paths, responses are statuses. */
  private abstract static class Adapter implements HttpAdapter<String, Integer> {
    @Override
    public String get(String request, String key) {
      return null;
    }

    @Override
    public String method(String request) {
      return "GET";
    }

    @Override
    public String scheme(String request) {
      return "http";
    }

    @Override
    public String path(String request) {
      return request;
    }

    @Override
    public String query(String request) {
      return null;
    }

    @Override
    public String authority(String request) {
      return "shop.example";
    }

    @Override
    public int status(Integer response) {
      return response;
    }
  }

  private static final class Calls extends Adapter implements ClientAdapter<String, Integer> {
    @Override
    public URI uri(String request) {
      return URI.create("http://shop.example" + request);
    }
  }

  private static final class Requests extends Adapter implements ServerAdapter<String, Integer> {}

  private final ClientTracing<String, Integer> client = tracing.client(new Calls());
  private final ServerTracing<String, Integer> server = tracing.server(new Requests());

  private Measurement call(Integer response, Throwable error) {
    ClientCall<String, Integer> call = client.start("/");
    clock.advance(TOOK);
    if (error != null) {
      call.fail(error);
    }
    call.end(response);
    call.end(response); // only the first counts
    assertThat(measured).hasSize(1);
    return measured.remove(0);
  }

  private Measurement request(int response, Throwable error) {
    ServerCall<String, Integer> request = server.start("/", -1);
    clock.advance(TOOK);
    if (error != null) {
      request.fail(error);
    }
    request.end(response);
    request.end(response);
    assertThat(measured).hasSize(1);
    return measured.remove(0);
  }

  @Test
  void duration_isThatOfTheSpan() {
    clock.advance(Duration.ofDays(3)); // the clock began long ago
    assertThat(call(200, null).duration()).isEqualTo(TOOK);
    assertThat(request(200, null).duration()).isEqualTo(TOOK);
  }

  @Test
  void errorOfACall_isItsStatusOrItsException() {
    assertThat(call(399, null).errorType()).isNull();
    assertThat(call(400, null).errorType()).isEqualTo("400");
    assertThat(call(500, new IOException("x")).errorType()).isEqualTo("500");
    assertThat(call(null, new IOException("x")).errorType()).isEqualTo("java.io.IOException");
    assertThat(call(null, new CancellationException()).errorType()).isNull();
  }

  @Test
  void errorOfARequest_isItsStatusOrItsException() {
    assertThat(request(404, null).errorType()).isNull();
    assertThat(request(499, null).errorType()).isNull();
    assertThat(request(500, null).errorType()).isEqualTo("500");
    assertThat(request(503, new IOException("x")).errorType()).isEqualTo("java.io.IOException");
    assertThat(request(200, new IOException("x")).errorType()).isNull(); // an error page
  }

  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void exception_isCalledAsInTheSpan() {
    String name = "dev.tracer.http.MeasurementTest.Refused";
    assertThat(call(null, new Refused()).errorType()).isEqualTo(name);
    assertThat(request(503, new Refused()).errorType()).isEqualTo(name);
    assertThat(spans)
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.attributes().get("error.type")).isEqualTo(name));
  }

  /** As in a jar from which a tool has taken the class around it. */
  @Test
  void exceptionWithoutTheClassAroundIt_hasItsBinaryName() throws Exception {
    String name = Refused.class.getName();
    ClassLoader alone =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            if (!wanted.equals(name)) {
              throw new ClassNotFoundException(wanted);
            }
            try (InputStream in =
                MeasurementTest.class.getResourceAsStream("MeasurementTest$Refused.class")) {
              byte[] bytes = in.readAllBytes();
              return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }
        };
    Constructor<?> constructor = alone.loadClass(name).getDeclaredConstructor();
    constructor.setAccessible(true);
    Throwable refused = (Throwable) constructor.newInstance();

    assertThat(call(null, refused).errorType()).isEqualTo(name);
    assertThat(request(503, refused).errorType()).isEqualTo(name);
  }
}
