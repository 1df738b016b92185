// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.Tls;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.util.EnumSet;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** A Jetty with one servlet, over HTTP/1.1 in the clear or over HTTP/2 and TLS. */
final class JettyServer implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector;
  private final boolean http2;

  private JettyServer(boolean http2) {
    this.http2 = http2;
    this.connector = new ServerConnector(server, 1, 1, factories(http2));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
  }

  static JettyServer start(
      boolean http2, HttpServlet servlet, String pattern, @Nullable Filter filter) {
    JettyServer jetty = new JettyServer(http2);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, pattern);
    if (filter != null) {
      FilterHolder first = new FilterHolder(filter);
      first.setAsyncSupported(true);
      context.addFilter(first, "/*", EnumSet.allOf(DispatcherType.class));
    }
    jetty.server.setHandler(context);
    try {
      jetty.server.start();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return jetty;
  }

  private static ConnectionFactory[] factories(boolean http2) {
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    if (!http2) {
      return new ConnectionFactory[] {new HttpConnectionFactory(config)};
    }
    config.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(Tls.context());
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("h2");
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls, alpn.getProtocol()),
      alpn,
      new HTTP2ServerConnectionFactory(config)
    };
  }

  URI uri(String path) {
    String scheme = http2 ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + connector.getLocalPort() + path);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
