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
  private final InetSocketAddress address;
  private final ReentrantLock lock = new ReentrantLock();

  // mutable state: guarded by lock
  private @Nullable DatagramChannel channel;
  private boolean closed;

  /** Sends to {@code address}, which is looked up with the first request. */
  DaemonSender(InetSocketAddress address) {
    this.address = address;
  }

  @Override
  public Answer send(Request request, Duration timeout) {
    lock.lock();
    try {
      if (closed) {
        return Answer.of(Answer.Kind.UNAVAILABLE, this + ": the exporter is closed");
      }
      ByteBuffer datagram = request.body().duplicate();
      open().write(datagram);
      return Answer.acknowledged();
    } catch (PortUnreachableException e) {
      disconnect();
      return Answer.of(Answer.Kind.UNAVAILABLE, this + ": no X-Ray daemon listens there");
    } catch (IOException | RuntimeException e) {
      disconnect();
      return Answer.of(Answer.Kind.UNAVAILABLE, this + ": " + e);
    } finally {
      lock.unlock();
    }
  }

  private DatagramChannel open() throws IOException {
    DatagramChannel open = channel;
    if (open == null) {
      open = DatagramChannel.open();
      try {
        InetAddress host = InetAddress.getByName(address.getHostString());
        open.connect(new InetSocketAddress(host, address.getPort()));
      } catch (IOException | RuntimeException e) {
        open.close();
        throw e;
      }
      channel = open;
    }
    return open;
  }

  /** The next request looks the address up again. */
  private void disconnect() {
    DatagramChannel open = channel;
    channel = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // it is of no use any more either way
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
