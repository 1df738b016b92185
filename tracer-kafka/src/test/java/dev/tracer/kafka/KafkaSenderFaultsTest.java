// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.kafka.kit.Broker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What a broker does to records that are on their way together. */
class KafkaSenderFaultsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static Request request() {
    return new Request("application/x-protobuf", ByteBuffer.allocate(10), 1, "0af7651916cd43dd");
  }

  /**
   * KAFKA-15591: the broker takes the second record of a producer that it does not know yet, and
   * then never the first one, which comes out of order. A broker that mends that makes this test
   * pass whatever the sender does.
   */
  @Test
  void partition_thatIsMadeBetweenTwoRecords_getsBoth() throws Exception {
    try (LateLeader proxy = new LateLeader();
        Broker broker = Broker.behind(proxy.port())) {
      proxy.start(broker.port());
      String servers = "127.0.0.1:" + proxy.port();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        admin.createTopics(List.of(new NewTopic("spans", 1, (short) 1))).all().get();
      }
      Map<String, Object> config =
          Map.of(
              "bootstrap.servers",
              servers,
              "max.block.ms",
              120_000,
              "delivery.timeout.ms",
              120_000);
      KafkaSender sender = KafkaSender.create("spans", config);
      CompletableFuture<Answer> first = sender.begin(request(), TIMEOUT);
      proxy.awaitFirst();
      CompletableFuture<Answer> second = sender.begin(request(), TIMEOUT);

      assertThat(second.join().kind()).isEqualTo(Answer.Kind.ACKNOWLEDGED);
      assertThat(first.join()).hasToString("ACKNOWLEDGED");
      sender.close(TIMEOUT);
    }
  }
}
