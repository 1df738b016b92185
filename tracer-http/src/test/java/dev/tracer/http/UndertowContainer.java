// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Undertow 2.3. */
final class UndertowContainer implements Container {
  private final Undertow undertow;

  private UndertowContainer(Undertow undertow) {
    this.undertow = undertow;
  }

  static Container start(App app) {
    ServletContainerInitializer startup = (classes, servlets) -> app.startup().accept(servlets);
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(UndertowContainer.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("test")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    startup.getClass(), new ImmediateInstanceFactory<>(startup), Set.of()));
    for (Map.Entry<String, String> page : app.errorPages().entrySet()) {
      info.addErrorPage(page(page.getKey(), page.getValue()));
    }
    DeploymentManager deployment = Servlets.defaultContainer().addDeployment(info);
    deployment.deploy();
    try {
      Undertow undertow =
          Undertow.builder()
              .addHttpListener(0, "127.0.0.1")
              .setIoThreads(1)
              .setWorkerThreads(8)
              .setHandler(deployment.start())
              .build();
      undertow.start();
      return new UndertowContainer(undertow);
    } catch (ServletException e) {
      throw new AssertionError(e);
    }
  }

  private static ErrorPage page(String cause, String location) {
    if (Character.isDigit(cause.charAt(0))) {
      return new ErrorPage(location, Integer.parseInt(cause));
    }
    try {
      return new ErrorPage(location, Class.forName(cause).asSubclass(Throwable.class));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public URI uri(String path) {
    var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort() + path);
  }

  @Override
  public void close() {
    undertow.stop();
  }
}
