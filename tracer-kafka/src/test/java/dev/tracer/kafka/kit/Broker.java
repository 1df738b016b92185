// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka.kit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka broker of one node in this process, on loopback, with its data in a temporary directory.
 * Behind a class loader of its own, so that the tests' clients can be of another version. Can be
 * stopped and started again: same address, same data. Its class path is that of the system property
 * {@code broker.class.path}, which has to hold {@code kafka_2.13}.
 *
 * <p>Where test runs are many and short, as for mutations, one broker can serve them all: {@link
 * #main} in a process of its own, whose address they get by the system property {@code
 * broker.bootstrap}. They cannot stop it.
 */
public final class Broker implements AutoCloseable {
  private static final String CONFIG =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@127.0.0.1:%2$s
      listeners=PLAINTEXT://127.0.0.1:%1$s,CONTROLLER://127.0.0.1:%2$s
      advertised.listeners=PLAINTEXT://127.0.0.1:%3$s
      controller.listener.names=CONTROLLER
      listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
      offsets.topic.num.partitions=1
      offsets.topic.replication.factor=1
      transaction.state.log.num.partitions=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      group.initial.rebalance.delay.ms=0
      group.min.session.timeout.ms=500
      auto.create.topics.enable=false
      log.cleaner.enable=false
      log.retention.ms=-1
      num.network.threads=1
      num.io.threads=2
      """;

  private final Path directory;
  private final String bootstrap;
  private final Properties config;
  private final URLClassLoader loader;
  private Object server;

  private Broker(Path directory, int port, int controllerPort, int advertisedPort)
      throws IOException {
    this.directory = directory;
    this.bootstrap = "127.0.0.1:" + port;
    this.config = new Properties();
    config.load(new StringReader(CONFIG.formatted(port, controllerPort, advertisedPort)));
    config.setProperty("log.dirs", directory.resolve("data").toString());
    this.loader = new URLClassLoader("broker", jars(), ClassLoader.getPlatformClassLoader());
  }

  /** Runs a broker until the input ends; prints its address. */
  public static void main(String[] arguments) throws Exception {
    try (Broker broker = create()) {
      System.out.println(broker.bootstrap());
      while (System.in.read() >= 0) {
        // nobody writes
      }
    }
  }

  /** Makes a broker and starts it. */
  public static Broker create() throws Exception {
    return behind(0);
  }

  /** Makes a broker that sends its clients to a proxy, and starts it. With 0 it has none. */
  public static Broker behind(int proxyPort) throws Exception {
    Broker broker;
    try (ServerSocket first = freePort();
        ServerSocket second = freePort()) {
      Path directory = Files.createTempDirectory("tracer-kafka-");
      int port = first.getLocalPort();
      int advertised = proxyPort == 0 ? port : proxyPort;
      broker = new Broker(directory, port, second.getLocalPort(), advertised);
    }
    broker.format();
    broker.start();
    return broker;
  }

  /** Where clients find it. */
  public String bootstrap() {
    return bootstrap;
  }

  /** Where it listens, whatever its clients are told. */
  public int port() {
    return Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
  }

  /** Starts it, again after {@link #stop}. */
  public void start() {
    inside(
        () -> {
          Class<?> configType = loader.loadClass("kafka.server.KafkaConfig");
          Class<?> timeType = loader.loadClass("org.apache.kafka.common.utils.Time");
          Object kafkaConfig =
              configType
                  .getMethod("fromProps", Properties.class, boolean.class)
                  .invoke(null, config, false);
          server =
              loader
                  .loadClass("kafka.server.KafkaRaftServer")
                  .getConstructor(configType, timeType)
                  .newInstance(kafkaConfig, timeType.getField("SYSTEM").get(null));
          return server.getClass().getMethod("startup").invoke(server);
        });
  }

  /** Stops it and keeps its data. */
  public void stop() {
    inside(
        () -> {
          server.getClass().getMethod("shutdown").invoke(server);
          return server.getClass().getMethod("awaitShutdown").invoke(server);
        });
  }

  /** Calls the broker, which looks for some of its classes by the thread's loader. */
  private Object inside(Callable<Object> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.call();
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not work", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Stops it and deletes its data. */
  @Override
  public void close() throws Exception {
    stop();
    loader.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private void format() throws Exception {
    Path file = directory.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      config.store(out, null);
    }
    String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Object exit =
        inside(
            () ->
                loader
                    .loadClass("kafka.tools.StorageTool")
                    .getMethod("execute", String[].class, PrintStream.class)
                    .invoke(null, arguments, new PrintStream(output)));
    if (!Integer.valueOf(0).equals(exit)) {
      throw new IllegalStateException("StorageTool failed: " + output);
    }
  }

  /**
   * Outside of the range that systems choose ports from: between here and the broker's start, and
   * while it is stopped, nobody gets it who asks for any.
   */
  private static ServerSocket freePort() throws IOException {
    IOException last = null;
    for (int i = 0; i < 1_000; i++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static URL[] jars() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("broker.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(new URL[0]);
  }
}
