// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wrappers have, and hand on, each method of the interface in the kafka-clients at hand. */
class ForwardingTest {
  private static final KafkaTracing TRACING = KafkaTracing.of(Tracer.noop());

  static List<Method> producerMethods() {
    return methods(Producer.class);
  }

  static List<Method> consumerMethods() {
    return methods(Consumer.class);
  }

  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  @Test
  void clients_atHand_areTheVersionMeant() throws IOException {
    Properties version = new Properties();
    try (InputStream in = Producer.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      version.load(in);
    }
    assertThat(version).containsEntry("version", System.getProperty("kafka.clients"));
  }

  @ParameterizedTest
  @MethodSource("producerMethods")
  void producer_hasMethodOfItsOwn(Method method) throws Exception {
    assertThat(own(TracingProducer.class, method)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("consumerMethods")
  void consumer_hasMethodOfItsOwn(Method method) throws Exception {
    assertThat(own(TracingConsumer.class, method)).isTrue();
  }

  /**
   * Asked one by one: all methods cannot be listed where their types are those of later versions.
   */
  private static boolean own(Class<?> wrapper, Method method) throws Exception {
    Lookup lookup = MethodHandles.lookup();
    MethodType type = methodType(method.getReturnType(), method.getParameterTypes());
    MethodHandle found = lookup.findVirtual(wrapper, method.getName(), type);
    return lookup.revealDirect(found).getDeclaringClass() == wrapper;
  }

  @ParameterizedTest
  @MethodSource("producerMethods")
  void producer_handsOnArgumentsResultAndException(Method method) throws Exception {
    Recorder recorder = new Recorder();
    Producer<?, ?> wrapper = TRACING.producer((Producer<?, ?>) recorder.proxy(Producer.class));
    // send(record) may arrive as send(record, callback)
    check(recorder, wrapper, method, method.getName().equals("send") ? 1 : Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("consumerMethods")
  void consumer_handsOnArgumentsResultAndException(Method method) throws Exception {
    Recorder recorder = new Recorder();
    Consumer<?, ?> wrapper = TRACING.consumer((Consumer<?, ?>) recorder.proxy(Consumer.class));
    check(recorder, wrapper, method, Integer.MAX_VALUE);
  }

  private static void check(Recorder recorder, Object wrapper, Method method, int compared)
      throws Exception {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(ForwardingTest::sample).toArray();
    recorder.calls.clear();
    Object result = method.invoke(wrapper, arguments);

    assertThat(recorder.calls).hasSize(1);
    Call call = recorder.calls.get(0);
    assertThat(call.method.getName()).isEqualTo(method.getName());
    int same = Math.min(compared, arguments.length);
    assertThat(Arrays.copyOf(call.arguments, same)).isEqualTo(Arrays.copyOf(arguments, same));
    if (compared > arguments.length) {
      assertThat(call.method.getParameterTypes()).isEqualTo(method.getParameterTypes());
    }
    if (method.getReturnType().isPrimitive()) {
      assertThat(result).isEqualTo(call.result);
    } else {
      assertThat(result).isSameAs(call.result);
    }

    recorder.thrown = new IllegalStateException("closed");
    try {
      method.invoke(wrapper, arguments);
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isSameAs(recorder.thrown);
      return;
    }
    throw new AssertionError("the exception did not come through");
  }

  /** A value of a parameter's or result's type, null for those that cannot be made here. */
  @SuppressWarnings("removal") // the constructor that all versions have
  private static Object sample(Class<?> type) {
    if (type == long.class) {
      return 7L;
    } else if (type == Duration.class) {
      return Duration.ofMillis(7);
    } else if (type == String.class) {
      return "text";
    } else if (type == Pattern.class) {
      return Pattern.compile("a");
    } else if (type == TopicPartition.class) {
      return new TopicPartition("t", 1);
    } else if (type == ProducerRecord.class) {
      return new ProducerRecord<>("t", "v");
    } else if (type == ConsumerRecords.class) {
      return ConsumerRecords.empty();
    } else if (type == OptionalLong.class) {
      return OptionalLong.of(7);
    } else if (type == Future.class) {
      return new CompletableFuture<>();
    } else if (type == ConsumerGroupMetadata.class) {
      return new ConsumerGroupMetadata("group");
    } else if (type == Uuid.class) {
      return Uuid.randomUuid();
    } else if (type == Map.class) {
      return new HashMap<>(); // empty, as the wrappers read the metrics, but nobody else's
    } else if (type == Set.class) {
      return new HashSet<>();
    } else if (type == List.class || type == Collection.class) {
      return new ArrayList<>();
    }
    return null;
  }

  private record Call(Method method, Object[] arguments, Object result) {}

  /** Takes all calls of an interface. */
  private static final class Recorder implements InvocationHandler {
    private final List<Call> calls = new ArrayList<>();
    private RuntimeException thrown;

    <T> T proxy(Class<T> type) {
      return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      if (thrown != null) {
        throw thrown;
      }
      Object result = sample(method.getReturnType());
      calls.add(new Call(method, arguments == null ? new Object[0] : arguments, result));
      return result;
    }
  }
}
