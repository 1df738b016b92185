// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.architecture.bundle;

import dev.tracer.Tracer;
import dev.tracer.http.HttpTracing;
import dev.tracer.samplers.Sampling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * An application as a bundle: makes spans when it is started, and tells which by a service of type
 * {@code List}.
 */
public final class TracingActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) throws Exception {
    List<String> spans = new ArrayList<>();
    try (Tracer tracer =
        Tracer.builder("bundle")
            .sampler(Sampling.rateLimiting(100))
            .processor(span -> spans.add(span.name() + ' ' + span.kind()))
            .build()) {
      HttpClient client = HttpTracing.of(tracer).client(HttpClient.newHttpClient());
      tracer.run("work", span -> call(client));
    }
    context.registerService(List.class, spans, null);
  }

  @Override
  public void stop(BundleContext context) {
    // nothing is left
  }

  /** Calls a port that is taken, so that nobody else listens there, and does not listen itself. */
  private static void call(HttpClient client) {
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI uri = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");
      client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    } catch (IOException e) {
      // as it has to be
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
