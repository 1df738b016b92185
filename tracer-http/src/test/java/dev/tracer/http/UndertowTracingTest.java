// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.HttpServerContract;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;

/** A server traced by an adapter of public types only. */
class UndertowTracingTest extends HttpServerContract {
  @Override
  protected Server start(HttpTracing tracing, Handler handler) {
    var server = tracing.server(UndertowTracing.Adapter.INSTANCE);
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(8)
            .setHandler(
                new BlockingHandler(
                    new UndertowTracing(
                        server, exchange -> handler.handle(new OneExchange(exchange)))))
            .build();
    undertow.start();
    var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    return new Server() {
      @Override
      public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
      }

      @Override
      public void close() {
        undertow.stop();
      }
    };
  }

  @Override
  protected boolean answersExceptions() {
    return true;
  }

  private static final class OneExchange implements Exchange {
    private final HttpServerExchange exchange;
    private final ServerCall<?, ?> call;

    OneExchange(HttpServerExchange exchange) {
      this.exchange = exchange;
      this.call = dev.tracer.Context.current().get(ServerCall.KEY);
    }

    @Override
    public String path() {
      return exchange.getRequestPath();
    }

    @Override
    public byte[] body() throws IOException {
      return exchange.getInputStream().readAllBytes();
    }

    @Override
    public void route(String template) {
      call.route(template);
    }

    @Override
    public void header(String name, String value) {
      exchange.getResponseHeaders().add(HttpString.tryFromString(name), value);
    }

    @Override
    public void answer(int status, byte[] body) {
      exchange.setStatusCode(status);
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    @Override
    public void later(Runnable work) {
      exchange.dispatch(work);
    }
  }
}
