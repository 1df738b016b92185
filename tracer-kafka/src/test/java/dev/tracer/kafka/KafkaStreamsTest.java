// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.testing.TestTracer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for Kafka Streams in this module's README, on the real broker. */
@ExtendWith(Kafka.Extension.class)
class KafkaStreamsTest {
  private final Kafka kafka;

  KafkaStreamsTest(Kafka kafka) {
    this.kafka = kafka;
  }

  /** The recipe, first half: what a processor does is traced. */
  private static final class TracedProcessor implements Processor<String, String, String, String> {
    private final KafkaTracing tracing;
    private final Processor<String, String, String, String> next;
    private ProcessorContext<String, String> context;

    TracedProcessor(KafkaTracing tracing, Processor<String, String, String, String> next) {
      this.tracing = tracing;
      this.next = next;
    }

    @Override
    public void init(ProcessorContext<String, String> context) {
      this.context = context;
      next.init(context);
    }

    @Override
    public void process(Record<String, String> record) {
      RecordMetadata at = context.recordMetadata().orElseThrow();
      ConsumerRecord<String, String> message =
          new ConsumerRecord<>(
              at.topic(),
              at.partition(),
              at.offset(),
              record.timestamp(),
              TimestampType.CREATE_TIME,
              -1,
              -1,
              record.key(),
              record.value(),
              record.headers(),
              Optional.empty());
      tracing.process(message, m -> next.process(record));
    }

    @Override
    public void close() {
      next.close();
    }
  }

  /** The recipe, second half: what the topology sends is traced. */
  private record TracedClients(KafkaTracing tracing) implements KafkaClientSupplier {
    @Override
    public Admin getAdmin(Map<String, Object> config) {
      return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
      return tracing.producer(
          new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
      return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
      return getConsumer(config);
    }
  }

  /** The application's own. */
  private static final class UpperCase implements Processor<String, String, String, String> {
    private ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> context) {
      this.context = context;
    }

    @Override
    public void process(Record<String, String> record) {
      context.forward(record.withValue(record.value().toUpperCase(java.util.Locale.ROOT)));
    }
  }

  @Test
  void processor_continuesTraceFromSourceToSink(@TempDir Path directory) throws Exception {
    String in = kafka.topic(1);
    String out = kafka.topic(1);
    try (TestTracer test = TestTracer.create()) {
      KafkaTracing tracing = KafkaTracing.of(test.tracer());
      Topology topology = new Topology();
      topology
          .addSource("source", in)
          .addProcessor("upper", () -> new TracedProcessor(tracing, new UpperCase()), "source")
          .addSink("sink", out, "upper");
      Properties config = new Properties();
      config.setProperty("application.id", "app-" + in);
      config.setProperty("bootstrap.servers", kafka.bootstrap());
      config.setProperty("state.dir", Files.createDirectory(directory.resolve("s")).toString());
      config.setProperty("default.key.serde", Serdes.StringSerde.class.getName());
      config.setProperty("default.value.serde", Serdes.StringSerde.class.getName());
      config.setProperty("auto.offset.reset", "earliest");
      config.setProperty("commit.interval.ms", "100");
      try (Producer<String, String> producer = tracing.producer(kafka.producer());
          KafkaStreams streams = new KafkaStreams(topology, config, new TracedClients(tracing))) {
        streams.start();
        producer.send(new ProducerRecord<>(in, "k", "hello")).get();
        assertThat(kafka.readAll(out, 1, 1).get(0).value()).isEqualTo("HELLO");
      }
      test.assertTree(
          """
          send %1$s [PRODUCER]
            process %1$s [CONSUMER]
              send %2$s [PRODUCER]
          """
              .formatted(in, out));
    }
  }
}
