// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * A proxy before a broker that answers the first produce request as a broker does that has not made
 * the partition yet: it is not the leader. A second request that the client has on its way by then
 * gets through before the first one is asked again.
 */
final class LateLeader implements AutoCloseable {
  /** How long a second request is waited for. A client that sends none before the answer has it. */
  private static final int PATIENCE_MILLIS = 500;

  private final ServerSocket server;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean refused = new AtomicBoolean();
  private final CountDownLatch refusing = new CountDownLatch(1);
  private int brokerPort;

  LateLeader() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  int port() {
    return server.getLocalPort();
  }

  /** Serves clients of the broker, until closed. */
  void start(int brokerPort) {
    this.brokerPort = brokerPort;
    serve(
        () -> {
          while (true) {
            Socket client = open(server.accept());
            serve(() -> forward(client));
          }
        });
  }

  /** Until the first produce request has come. */
  void awaitFirst() throws InterruptedException {
    refusing.await();
  }

  private interface Served {
    void run() throws IOException;
  }

  private static void serve(Served served) {
    Thread thread =
        new Thread(
            () -> {
              try {
                served.run();
              } catch (EOFException | SocketException e) {
                // the client has gone, or the proxy was closed
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "late-leader");
    thread.setDaemon(true);
    thread.start();
  }

  private Socket open(Socket socket) throws IOException {
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** One request after the other, so that answers keep their order. */
  private void forward(Socket client) throws IOException {
    try (client;
        Socket broker = open(new Socket(InetAddress.getLoopbackAddress(), brokerPort))) {
      DataInputStream requests =
          new DataInputStream(new BufferedInputStream(client.getInputStream()));
      DataOutputStream answers = new DataOutputStream(client.getOutputStream());
      while (true) {
        byte[] request = read(requests);
        if (isProduce(request) && refused.compareAndSet(false, true)) {
          refusing.countDown();
          awaitNext(client, requests);
          write(answers, notLeader(request));
        } else {
          write(new DataOutputStream(broker.getOutputStream()), request);
          write(answers, read(new DataInputStream(broker.getInputStream())));
        }
      }
    }
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  private static void write(DataOutputStream out, byte[] frame) throws IOException {
    out.write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
  }

  private static boolean isProduce(byte[] request) {
    return ByteBuffer.wrap(request).getShort() == ApiKeys.PRODUCE.id;
  }

  private static void awaitNext(Socket client, DataInputStream requests) throws IOException {
    requests.mark(1);
    client.setSoTimeout(PATIENCE_MILLIS);
    try {
      requests.read();
      requests.reset();
    } catch (SocketTimeoutException e) {
      // the client waits for its answer
    }
    client.setSoTimeout(0);
  }

  private static byte[] notLeader(byte[] request) {
    ByteBuffer buffer = ByteBuffer.wrap(request);
    RequestHeader header = RequestHeader.parse(buffer);
    short version = header.apiVersion();
    var data = new ProduceRequestData(new ByteBufferAccessor(buffer), version);
    ProduceResponseData answer = new ProduceResponseData();
    for (TopicProduceData topic : data.topicData()) {
      TopicProduceResponse response = new TopicProduceResponse().setName(topic.name());
      if (version >= 13) { // of which on topics have ids; clients before 4.1 have no such method
        response.setTopicId(topic.topicId());
      }
      topic
          .partitionData()
          .forEach(
              partition ->
                  response
                      .partitionResponses()
                      .add(
                          new PartitionProduceResponse()
                              .setIndex(partition.index())
                              .setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code())));
      answer.responses().add(response);
    }
    ResponseHeader responseHeader = header.toResponseHeader();
    byte[] head = bytes(responseHeader.data(), responseHeader.headerVersion());
    byte[] body = bytes(answer, version);
    return ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
  }

  private static byte[] bytes(Message message, short version) {
    ObjectSerializationCache cache = new ObjectSerializationCache();
    ByteBuffer buffer = ByteBuffer.allocate(message.size(cache, version));
    message.write(new ByteBufferAccessor(buffer), cache, version);
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
