// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpClientFixture.Answer;
import dev.tracer.http.kit.HttpClientFixture.Call;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Calls of the JDK's client in the terms of the contract. */
final class JdkCalls {
  private JdkCalls() {}

  static HttpRequest request(Call call) {
    BodyPublisher body =
        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body());
    boolean impatient = call.uri().getPath().endsWith("/never");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .method(call.method(), body)
            .timeout(impatient ? Duration.ofMillis(300) : Duration.ofSeconds(150));
    call.headers().forEach(request::setHeader);
    return request.build();
  }

  static Answer send(HttpClient client, Call call) throws Exception {
    return answer(client.send(request(call), BodyHandlers.ofString()));
  }

  static Answer sendAsync(HttpClient client, Call call) throws Exception {
    try {
      return answer(client.sendAsync(request(call), BodyHandlers.ofString()).get());
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  static Answer sendAsyncWithPushes(HttpClient client, Call call) throws Exception {
    return answer(client.sendAsync(request(call), BodyHandlers.ofString(), null).join());
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.body());
  }
}
