// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.testing.TestClock;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DaemonSenderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Request REQUEST =
      new Request("application/json", ByteBuffer.wrap(new byte[] {'{', '}'}), 1, "");

  private final TestClock clock = TestClock.create();

  private static InetSocketAddress daemon(int port) {
    return InetSocketAddress.createUnresolved("daemon.example", port);
  }

  @Test
  void close_whileTheLookUpHangs_doesNotWaitForIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    DaemonSender sender =
        new DaemonSender(
            daemon(2000),
            host -> {
              inside.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
              }
              return InetAddress.getLoopbackAddress();
            },
            clock);
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> sender.send(REQUEST, TIMEOUT));
    inside.await();
    assertThat(sender.trouble()).isEqualTo("its name is being looked up");
    sender.close(TIMEOUT);
    assertThat(answer).isNotDone();
    end.countDown();
    assertThat(answer.join().kind()).isEqualTo(Answer.Kind.UNAVAILABLE);
    assertThat(answer.join().explain("")).contains("the exporter is closed");
  }

  @Test
  void address_isLookedUpAgainAfterAFailure() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      DaemonSender sender =
          new DaemonSender(
              daemon(daemon.getLocalPort()),
              host -> {
                assertThat(host).isEqualTo("daemon.example");
                if (lookUps.incrementAndGet() == 1) {
                  throw new UnknownHostException(host);
                }
                return InetAddress.getLoopbackAddress();
              },
              clock);
      assertThat(sender.trouble()).isNull();
      assertThat(sender.send(REQUEST, TIMEOUT).explain("")).contains("daemon.example");
      assertThat(sender.trouble())
          .isEqualTo(UnknownHostException.class.getName() + ": daemon.example");
      for (int i = 0; i < 3; i++) {
        assertThat(sender.send(REQUEST, TIMEOUT).kind()).isEqualTo(Answer.Kind.ACKNOWLEDGED);
        DatagramPacket packet = new DatagramPacket(new byte[10], 10);
        daemon.receive(packet);
        assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
            .isEqualTo("{}");
      }
      assertThat(lookUps).hasValue(2);
      assertThat(sender.trouble()).isNull();
      sender.close(TIMEOUT);
    }
  }

  /** Nobody tells that datagrams to the old address are lost. */
  @Test
  void address_ofADaemonThatMoved_isFoundAfterAMinute() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    try (DatagramSocket old = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        DatagramSocket moved = new DatagramSocket(old.getLocalPort(), address(2))) {
      DaemonSender sender =
          new DaemonSender(
              daemon(old.getLocalPort()),
              host -> {
                switch (lookUps.incrementAndGet()) {
                  case 1:
                    return address(1);
                  case 2:
                    throw new UnknownHostException(host);
                  default:
                    return address(2);
                }
              },
              clock);
      assertArrives(sender, old);
      clock.advance(Duration.ofMinutes(1));
      assertArrives(sender, old);
      assertThat(lookUps).hasValue(1);
      clock.advance(Duration.ofSeconds(1));
      assertArrives(sender, old);
      clock.advance(Duration.ofMinutes(1));
      assertArrives(sender, old);
      assertThat(lookUps).as("a failure is not repeated at once").hasValue(2);
      clock.advance(Duration.ofSeconds(1));
      assertArrives(sender, moved);
      assertThat(lookUps).hasValue(3);
      sender.close(TIMEOUT);
    }
  }

  private static InetAddress address(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  private static void assertArrives(DaemonSender sender, DatagramSocket daemon) throws Exception {
    assertThat(sender.send(REQUEST, TIMEOUT).kind()).isEqualTo(Answer.Kind.ACKNOWLEDGED);
    daemon.setSoTimeout((int) Duration.ofMinutes(5).toMillis());
    DatagramPacket packet = new DatagramPacket(new byte[10], 10);
    daemon.receive(packet);
    assertThat(packet.getLength()).isEqualTo(2);
  }
}
