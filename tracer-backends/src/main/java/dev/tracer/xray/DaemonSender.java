// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Clock;
import dev.tracer.export.send.Answer;
import dev.tracer.export.send.Request;
import dev.tracer.export.send.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request as a datagram. A datagram has arrived for all we know once the network has
 * taken it; only a host that says that nobody listens is noticed, with the next one. As a daemon
 * that has moved is not noticed at all, its name is looked up again after a minute. Thread-safe.
 */
final class DaemonSender implements Sender {
  /** Finds the address of a host. May take for ever, and nothing ends it. */
  interface LookUp {
    InetAddress address(String host) throws IOException;
  }

  private static final long LOOK_UP_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final InetSocketAddress address;
  private final LookUp lookUp;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state: of who sends
  /** What the address was looked up to; null to look it up again. */
  private volatile @Nullable InetSocketAddress found;

  /** When it was looked up last; means nothing as long as none was found. */
  private volatile long lookedUpAt;

  /** What keeps the last request; null if the network has taken it. */
  private volatile @Nullable String trouble;

  // guarded by lock
  private @Nullable DatagramChannel channel;
  private boolean closed;

  /** Sends to {@code address}, which is looked up with the first request. */
  DaemonSender(InetSocketAddress address) {
    this(address, InetAddress::getByName, Clock.system());
  }

  DaemonSender(InetSocketAddress address, LookUp lookUp, Clock clock) {
    this.address = address;
    this.lookUp = lookUp;
    this.clock = clock;
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    try {
      Answer answer = send(request.body().duplicate(), lookedUp());
      trouble = null;
      return answer;
    } catch (IOException | RuntimeException e) {
      found = null;
      disconnect();
      String why =
          e instanceof PortUnreachableException ? "no X-Ray daemon listens there" : e.toString();
      trouble = why;
      return Answer.of(Answer.Kind.UNAVAILABLE, this + ": " + why);
    }
  }

  /** Not under the lock: a close does not wait for the look-up of a name. */
  private InetSocketAddress lookedUp() throws IOException {
    InetSocketAddress known = found;
    long now = clock.nanoTime();
    if (known != null && now - lookedUpAt <= LOOK_UP_NANOS) {
      return known;
    }
    lookedUpAt = now;
    trouble = "its name is being looked up";
    try {
      InetSocketAddress fresh =
          new InetSocketAddress(lookUp.address(address.getHostString()), address.getPort());
      if (known != null && !fresh.equals(known)) {
        disconnect();
      }
      found = fresh;
      return fresh;
    } catch (IOException e) {
      if (known == null) {
        throw e;
      }
      return known; // it may still be there, and who knows the name is asked again later
    }
  }

  private Answer send(ByteBuffer datagram, InetSocketAddress daemon) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return Answer.of(Answer.Kind.UNAVAILABLE, this + ": the exporter is closed");
      }
      open(daemon).write(datagram);
      return Answer.acknowledged();
    } finally {
      lock.unlock();
    }
  }

  private DatagramChannel open(InetSocketAddress daemon) throws IOException {
    DatagramChannel open = channel;
    if (open == null) {
      open = DatagramChannel.open();
      try {
        open.connect(daemon);
      } catch (IOException | RuntimeException e) {
        open.close();
        throw e;
      }
      channel = open;
    }
    return open;
  }

  private void disconnect() {
    lock.lock();
    try {
      DatagramChannel open = channel;
      channel = null;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // it is of no use any more either way
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close(Duration timeout) {
    lock.lock();
    try {
      closed = true;
      disconnect();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "udp://" + address.getHostString() + ':' + address.getPort();
  }
}
