// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.http.kit.HttpClientContract;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** A client traced by an adapter of public types only. */
class OkHttpTracingTest extends HttpClientContract {
  @Override
  protected Caller client(HttpTracing tracing) {
    var interceptor = new OkHttpTracing(tracing.client(OkHttpTracing.Adapter.INSTANCE));
    return caller(new OkHttpClient.Builder().addInterceptor(interceptor).build());
  }

  private static Caller caller(OkHttpClient client) {
    return call -> {
      boolean impatient = call.uri().getPath().endsWith("/never");
      OkHttpClient patient =
          client
              .newBuilder()
              .connectTimeout(Duration.ofSeconds(150))
              .writeTimeout(Duration.ofSeconds(150))
              .readTimeout(Duration.ofMillis(impatient ? 300 : 150_000))
              .build();
      RequestBody body =
          call.method().equals("GET") || call.method().equals("get") ? null : bytes(call.body());
      Request.Builder request =
          new Request.Builder().url(call.uri().toURL()).method(call.method(), body);
      call.headers().forEach(request::header);
      try (Response response = patient.newCall(request.build()).execute()) {
        return new Answer(response.code(), response.body().string());
      }
    };
  }

  private static RequestBody bytes(String body) {
    return RequestBody.create(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void interceptorAddedTwice_makesOneSpan() throws Exception {
    var interceptor =
        new OkHttpTracing(HttpTracing.of(tracer).client(OkHttpTracing.Adapter.INSTANCE));
    Caller twice =
        caller(
            new OkHttpClient.Builder()
                .addInterceptor(interceptor)
                .addInterceptor(interceptor)
                .build());
    assertThat(
            twice.call(new Call("GET", peer.uri("/status/200"), java.util.Map.of(), "")).status())
        .isEqualTo(200);

    assertThat(peer.take().one("traceparent")).contains(spans.take().spanId());
  }
}
