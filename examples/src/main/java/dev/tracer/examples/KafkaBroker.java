// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker in this process, on loopback, that is gone afterwards: nothing to install. */
public final class KafkaBroker implements AutoCloseable {
  private static final String CONFIG =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@127.0.0.1:%2$s
      listeners=PLAINTEXT://127.0.0.1:%1$s,CONTROLLER://127.0.0.1:%2$s
      advertised.listeners=PLAINTEXT://127.0.0.1:%1$s
      controller.listener.names=CONTROLLER
      listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
      offsets.topic.num.partitions=1
      offsets.topic.replication.factor=1
      group.initial.rebalance.delay.ms=0
      log.cleaner.enable=false
      """;

  private final Path directory = Files.createTempDirectory("tracer-example-kafka-");
  private final String bootstrap;
  private final KafkaRaftServer server;

  /** Starts it. */
  public KafkaBroker() throws IOException {
    Properties config = new Properties();
    try (ServerSocket first = freePort();
        ServerSocket second = freePort()) {
      bootstrap = "127.0.0.1:" + first.getLocalPort();
      config.load(new StringReader(CONFIG.formatted(first.getLocalPort(), second.getLocalPort())));
      config.setProperty("log.dirs", directory.resolve("data").toString());
      format(config); // before the ports are let go, and another process could take them
    }
    server = new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
    server.startup();
  }

  /** The broker's address. */
  public String bootstrap() {
    return bootstrap;
  }

  private void format(Properties config) throws IOException {
    Path file = directory.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      config.store(out, null);
    }
    String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    if (StorageTool.execute(arguments, new PrintStream(output)) != 0) {
      throw new IOException("the broker's directory cannot be formatted: " + output);
    }
  }

  private static ServerSocket freePort() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Override
  public void close() throws IOException {
    server.shutdown();
    server.awaitShutdown();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
