// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request as a datagram. A datagram has arrived for all we know once the network has
 * taken it; only a host that says that nobody listens is noticed, with the next one. Thread-safe.
 */
final class DaemonSender implements Sender {
  /** Finds the address of a host. May take for ever, and nothing ends it. */
  interface LookUp {
    InetAddress address(String host) throws IOException;
  }

  private final InetSocketAddress address;
  private final LookUp lookUp;
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state
  /** What the address was looked up to; null to look it up again. Written by who sends. */
  private volatile @Nullable InetSocketAddress found;

  // guarded by lock
  private @Nullable DatagramChannel channel;
  private boolean closed;

  /** Sends to {@code address}, which is looked up with the first request. */
  DaemonSender(InetSocketAddress address) {
    this(address, InetAddress::getByName);
  }

  DaemonSender(InetSocketAddress address, LookUp lookUp) {
    this.address = address;
    this.lookUp = lookUp;
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    try {
      return send(request.body().duplicate(), lookedUp());
    } catch (IOException | RuntimeException e) {
      found = null;
      disconnect();
      String trouble =
          e instanceof PortUnreachableException ? "no X-Ray daemon listens there" : e.toString();
      return Answer.of(Answer.Kind.UNAVAILABLE, this + ": " + trouble);
    }
  }

  /** Not under the lock: a close does not wait for the look-up of a name. */
  private InetSocketAddress lookedUp() throws IOException {
    InetSocketAddress known = found;
    if (known == null) {
      known = new InetSocketAddress(lookUp.address(address.getHostString()), address.getPort());
      found = known;
    }
    return known;
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
