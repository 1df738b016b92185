// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.Tls;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty 12, over HTTP/1.1 in the clear or over HTTP/2 and TLS. */
final class JettyContainer implements Container {
  private final Server server = new Server();
  private final ServerConnector connector;
  private final boolean http2;

  private JettyContainer(boolean http2) {
    this.http2 = http2;
    this.connector = new ServerConnector(server, 1, 1, factories(http2));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
  }

  static Container start(boolean http2, App app) {
    JettyContainer jetty = new JettyContainer(http2);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer((classes, servlets) -> app.startup().accept(servlets));
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    for (Map.Entry<String, String> page : app.errorPages().entrySet()) {
      if (Character.isDigit(page.getKey().charAt(0))) {
        pages.addErrorPage(Integer.parseInt(page.getKey()), page.getValue());
      } else {
        pages.addErrorPage(page.getKey(), page.getValue());
      }
    }
    context.setErrorHandler(pages);
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

  @Override
  public URI uri(String path) {
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
