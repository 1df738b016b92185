// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.netty.v4_1.NettyClientTelemetry;
import io.opentelemetry.instrumentation.netty.v4_1.NettyServerTelemetry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP on Netty with OpenTelemetry's published handlers, client and server. */
class NettyTest {
  private final LogCapture log = new LogCapture();
  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  /** Answers 200, or 500 if the path is {@code /broken}, after work of its own. */
  private final class Answering extends SimpleChannelInboundHandler<Object> {
    private String path = "";

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        path = request.uri();
      }
      if (message instanceof LastHttpContent) {
        test.tracer().run("work", span -> {});
        DefaultFullHttpResponse response =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                path.equals("/broken")
                    ? HttpResponseStatus.INTERNAL_SERVER_ERROR
                    : HttpResponseStatus.OK);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        context.writeAndFlush(response);
      }
    }
  }

  private static ChannelInitializer<Channel> with(
      java.util.function.Supplier<ChannelHandler[]> all) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(all.get());
      }
    };
  }

  private Channel server() throws InterruptedException {
    NettyServerTelemetry telemetry = NettyServerTelemetry.create(bridge);
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            with(
                () ->
                    new ChannelHandler[] {
                      new HttpServerCodec(), telemetry.createCombinedHandler(), new Answering()
                    }))
        .bind("127.0.0.1", 0)
        .sync()
        .channel();
  }

  /** A client that has connected. */
  private Channel client(Channel server, CompletableFuture<Integer> status) throws Exception {
    NettyClientTelemetry telemetry = NettyClientTelemetry.create(bridge);
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            with(
                () ->
                    new ChannelHandler[] {
                      new HttpClientCodec(),
                      telemetry.createCombinedHandler(),
                      new HttpObjectAggregator(1000),
                      new SimpleChannelInboundHandler<FullHttpResponse>() {
                        @Override
                        protected void channelRead0(
                            ChannelHandlerContext context, FullHttpResponse response) {
                          status.complete(response.status().code());
                        }
                      }
                    }))
        .connect(server.localAddress())
        .sync()
        .channel();
  }

  private void get(String path) throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Channel server = server();
    Channel client = client(server, status);
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    request.headers().set(HttpHeaderNames.HOST, "shop");
    NettyClientTelemetry.setChannelContext(client, Context.current());
    client.writeAndFlush(request).sync();
    status.get(5, TimeUnit.MINUTES);
    client.close().sync();
    server.close().sync();
  }

  private void finish() throws InterruptedException {
    loops.shutdownGracefully(0, 30, TimeUnit.SECONDS).sync();
  }

  @AfterEach
  void stop() throws InterruptedException {
    finish();
    test.close();
    log.close();
  }

  @Test
  void request_fromClientToServer_isOneTrace() throws Exception {
    test.tracer().run("order", span -> get("/items"));
    finish();
    test.assertTree(
        """
        order
          GET [CLIENT]
            GET [SERVER]
              work
        """);
  }

  @Test
  void request_thatFails_isToldOnBothSides() throws Exception {
    test.tracer().run("order", span -> get("/broken"));
    finish();
    test.assertTree(
        """
        order
          GET [CLIENT] ERROR
            GET [SERVER] ERROR
              work
        """);
  }
}
