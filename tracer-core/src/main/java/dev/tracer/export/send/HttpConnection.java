// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLHandshakeException;

/**
 * A connection to a server or to its proxy, which carries one request after another. Confined to
 * one thread, except that any thread may close it.
 */
final class HttpConnection {
  /** How long to wait for what a server may have said before it closed. */
  private static final int LAST_WORDS_MILLIS = 1_000;

  private final Socket transport;
  private final Socket socket;
  private final boolean toProxy;
  private final InputStream in;
  private final OutputStream out;

  /**
   * Uses an open connection.
   *
   * @param transport the connection itself
   * @param socket the same, or what encrypts over it
   * @param toProxy whether the other end is a proxy that reads requests
   */
  HttpConnection(Socket transport, Socket socket, boolean toProxy) throws IOException {
    this.transport = transport;
    this.socket = socket;
    this.toProxy = toProxy;
    this.in = new BufferedInputStream(socket.getInputStream(), 1024);
    this.out = socket.getOutputStream();
  }

  Socket transport() {
    return transport;
  }

  /** Whether request lines must name the server (RFC 9112 §3.2.2). */
  boolean isToProxy() {
    return toProxy;
  }

  /**
   * Sends a request and reads the answer, whose head is waited for as long as the call may take. A
   * body that does not come is given up in time for the head to count.
   */
  HttpReply send(byte[] head, ByteBuffer body, Call call) throws IOException {
    socket.setSoTimeout(call.millisLeft());
    try {
      out.write(head);
      out.write(body.array(), body.arrayOffset() + body.position(), body.remaining());
      out.flush();
    } catch (IOException e) {
      return lastWords(e);
    }
    HttpReply reply = HttpReply.readHead(in);
    int left = call.millisLeft();
    socket.setSoTimeout(Math.max(1, left / 4));
    return reply.withBody(left / 2); // and with the last read in three quarters
  }

  /**
   * Asks for something and reads the answer.
   *
   * @param timeoutMillis how long to wait for each part of the answer
   * @param maxBytes how much of its body to read
   */
  HttpReply get(byte[] head, int timeoutMillis, int maxBytes) throws IOException {
    socket.setSoTimeout(timeoutMillis);
    out.write(head);
    out.flush();
    return HttpReply.read(in, maxBytes);
  }

  /** Whether nothing came behind the last answer: what did may be taken for the next one. */
  boolean isQuiet() {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the server said before it stopped reading: that the request is too large, perhaps. */
  private HttpReply lastWords(IOException broken) throws IOException {
    try {
      socket.setSoTimeout(LAST_WORDS_MILLIS);
      HttpReply reply = HttpReply.readHead(in).withBody(LAST_WORDS_MILLIS);
      if (reply.status() >= 300) {
        return reply;
      }
    } catch (SSLHandshakeException e) { // why it closed
      throw e;
    } catch (IOException e) {
      broken.addSuppressed(e);
    }
    throw broken;
  }

  /** Closes it, under the feet of the thread that uses it or while it is idle. Never waits. */
  void close() {
    close(transport);
  }

  /**
   * Closes the transport alone: to end the encryption in order would wait for a server that does
   * not read.
   */
  static void close(Socket transport) {
    try {
      transport.close();
    } catch (IOException e) {
      // it is of no use any more
    }
  }
}
