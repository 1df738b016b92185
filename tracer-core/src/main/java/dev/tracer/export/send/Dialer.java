// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a server: straight or through a proxy, to one address of its name after
 * another, with TLS where the URL says so. Thread-safe.
 */
final class Dialer {
  /** The proxy does not let us through. */
  static final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    final int status;

    ProxyRefusedException(int status) {
      super("the proxy answered with HTTP status " + status);
      this.status = status;
    }
  }

  private final Endpoint endpoint;
  private final @Nullable Proxy proxy;
  private final @Nullable SSLSocketFactory sslSocketFactory;

  /**
   * Which address of a name comes first: behind the one that failed last. Written by the thread
   * that dials; after it was replaced, an old value costs one more attempt.
   */
  private volatile int firstAddress;

  Dialer(Endpoint endpoint, @Nullable Proxy proxy, @Nullable SSLSocketFactory sslSocketFactory) {
    this.endpoint = endpoint;
    this.proxy = proxy;
    this.sslSocketFactory = sslSocketFactory;
  }

  /**
   * Opens a connection.
   *
   * @param call that may be cut meanwhile
   * @param proxyAuthorization for a proxy that has to be asked for a way to the server, or null
   */
  HttpConnection dial(Call call, @Nullable String proxyAuthorization) throws IOException {
    Proxy way = proxy != null ? proxy : systemProxy();
    Socket transport = connect(way, call);
    boolean opened = false;
    try {
      transport.setTcpNoDelay(true);
      transport.setSoTimeout(call.millisLeft());
      boolean byProxy = way.type() == Proxy.Type.HTTP;
      Socket socket = transport;
      if (endpoint.secure) {
        if (byProxy) {
          askForWay(transport, proxyAuthorization);
        }
        socket = encrypt(transport);
      }
      HttpConnection connection =
          new HttpConnection(transport, socket, byProxy && !endpoint.secure);
      opened = true;
      return connection;
    } finally {
      if (!opened) {
        HttpConnection.close(transport);
      }
    }
  }

  /** What the settings of the virtual machine say ({@code http.proxyHost} and so on). */
  private Proxy systemProxy() {
    try {
      ProxySelector selector = ProxySelector.getDefault();
      String url = (endpoint.secure ? "https://" : "http://") + endpoint.authority();
      List<Proxy> proxies = selector == null ? null : selector.select(URI.create(url));
      if (proxies != null && !proxies.isEmpty()) {
        return proxies.get(0);
      }
    } catch (RuntimeException e) {
      // the application's selector, a name that is none for it, or it may not be asked: no proxy
    }
    return Proxy.NO_PROXY;
  }

  private Socket connect(Proxy way, Call call) throws IOException {
    if (way.type() == Proxy.Type.SOCKS) { // which looks up the name
      Socket socket = new Socket(way);
      return connect(
          socket, InetSocketAddress.createUnresolved(bareHost(), endpoint.port), call, 1);
    }
    String host = bareHost();
    int port = endpoint.port;
    if (way.type() == Proxy.Type.HTTP && way.address() instanceof InetSocketAddress address) {
      host = address.getHostString();
      port = address.getPort();
    }
    InetAddress[] addresses = InetAddress.getAllByName(host);
    int first = Math.floorMod(firstAddress, addresses.length);
    IOException failure = null;
    for (int i = 0; i < addresses.length; i++) {
      InetAddress address = addresses[(first + i) % addresses.length];
      try {
        return connect(
            new Socket(Proxy.NO_PROXY),
            new InetSocketAddress(address, port),
            call,
            addresses.length - i);
      } catch (IOException e) {
        firstAddress = first + i + 1;
        failure = e;
      }
    }
    throw failure != null ? failure : new IOException("the name has no address");
  }

  /** Connects, in its share of the time if others are to be tried as well. */
  private static Socket connect(Socket socket, SocketAddress to, Call call, int shares)
      throws IOException {
    boolean connected = false;
    try {
      call.use(socket);
      socket.connect(to, Math.max(1, call.millisLeft() / shares));
      connected = true;
      return socket;
    } finally {
      if (!connected) {
        HttpConnection.close(socket);
      }
    }
  }

  /** The host without the brackets of an IPv6 address. */
  private String bareHost() {
    String host = endpoint.host;
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Asks a proxy for a way through (RFC 9110 §9.3.6). */
  private void askForWay(Socket transport, @Nullable String authorization) throws IOException {
    String target = endpoint.host + ':' + endpoint.port;
    StringBuilder head = new StringBuilder("CONNECT ").append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(target).append("\r\n");
    if (authorization != null) {
      head.append("Proxy-Authorization: ").append(authorization).append("\r\n");
    }
    head.append("\r\n");
    transport.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    // the server says nothing before we do: there is nothing behind the head to be lost
    HttpReply reply = HttpReply.readHead(new BufferedInputStream(transport.getInputStream(), 1024));
    if (reply.status() / 100 != 2) {
      throw new ProxyRefusedException(reply.status());
    }
  }

  private SSLSocket encrypt(Socket transport) throws IOException {
    SSLSocketFactory factory =
        sslSocketFactory != null
            ? sslSocketFactory
            : (SSLSocketFactory) SSLSocketFactory.getDefault();
    Socket socket = factory.createSocket(transport, bareHost(), endpoint.port, true);
    if (!(socket instanceof SSLSocket tls)) {
      throw new IOException("the SSLSocketFactory makes no SSLSocket");
    }
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name must be that of the server
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }
}
