// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC with OpenTelemetry's published interceptors, client and server, one answer and many. */
class GrpcTest {
  private static final MethodDescriptor<String, String> ONE =
      method("One", MethodDescriptor.MethodType.UNARY);
  private static final MethodDescriptor<String, String> MANY =
      method("Many", MethodDescriptor.MethodType.SERVER_STREAMING);

  private final LogCapture log = new LogCapture();
  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());
  private Server server;
  private ManagedChannel channel;

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(type)
        .setFullMethodName("shop.Orders/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  /** Messages without generated code. */
  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    GrpcTelemetry telemetry = GrpcTelemetry.create(bridge);
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("shop.Orders")
            .addMethod(
                ONE,
                ServerCalls.asyncUnaryCall(
                    (request, responses) -> {
                      test.tracer().run("work on one", span -> {});
                      if (request.equals("bad")) {
                        responses.onError(Status.INTERNAL.asRuntimeException());
                        return;
                      }
                      responses.onNext("done");
                      responses.onCompleted();
                    }))
            .addMethod(
                MANY,
                ServerCalls.asyncServerStreamingCall(
                    (request, responses) -> {
                      for (int i = 0; i < 3; i++) {
                        responses.onNext("" + i);
                      }
                      test.tracer().run("work on many", span -> {});
                      responses.onCompleted();
                    }))
            .build();
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addService(service)
            .intercept(telemetry.newServerInterceptor())
            .build()
            .start();
    channel =
        InProcessChannelBuilder.forName(name).intercept(telemetry.newClientInterceptor()).build();
  }

  @AfterEach
  void stop() {
    test.close();
    log.close();
  }

  /** Ends both sides, so that all spans have ended. */
  private void finish() throws InterruptedException {
    channel.shutdown();
    assertThat(channel.awaitTermination(150, TimeUnit.SECONDS)).isTrue();
    server.shutdown();
    assertThat(server.awaitTermination(150, TimeUnit.SECONDS)).isTrue();
    test.awaitNoOpenSpans(Duration.ofMinutes(5)); // the server's interceptors are told behind that
  }

  private static String one(Channel channel, String request) {
    return ClientCalls.blockingUnaryCall(channel, ONE, CallOptions.DEFAULT, request);
  }

  @Test
  void unaryAndStreaming_areOneTrace() throws Exception {
    test.tracer()
        .run(
            "order",
            span -> {
              assertThat(one(channel, "good")).isEqualTo("done");
              Iterator<String> answers =
                  ClientCalls.blockingServerStreamingCall(
                      channel, MANY, CallOptions.DEFAULT, "good");
              int count = 0;
              while (answers.hasNext()) {
                answers.next();
                count++;
              }
              assertThat(count).isEqualTo(3);
            });
    finish();
    test.assertTree(
        """
        order
          shop.Orders/One [CLIENT]
            shop.Orders/One [SERVER]
              work on one
          shop.Orders/Many [CLIENT]
            shop.Orders/Many [SERVER]
              work on many
        """);
  }

  @Test
  void failure_isToldOnBothSides() throws Exception {
    test.tracer()
        .run("order", span -> assertThat(catchThrowable(() -> one(channel, "bad"))).isNotNull());
    finish();
    test.assertTree(
        """
        order
          shop.Orders/One [CLIENT] ERROR
            shop.Orders/One [SERVER] ERROR
              work on one
        """);
  }
}
