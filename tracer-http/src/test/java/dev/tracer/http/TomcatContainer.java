// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** Tomcat 10.1. */
final class TomcatContainer implements Container {
  private final Tomcat tomcat = new Tomcat();
  private final Path folder;

  private TomcatContainer(Path folder) {
    this.folder = folder;
  }

  static Container start(App app) {
    try {
      TomcatContainer started = new TomcatContainer(Files.createTempDirectory("tomcat"));
      Tomcat tomcat = started.tomcat;
      tomcat.setSilent(true);
      tomcat.setBaseDir(started.folder.toString());
      tomcat.setHostname("127.0.0.1");
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address", "127.0.0.1");
      Context context = tomcat.addContext("", started.folder.toString());
      context.addServletContainerInitializer(
          (classes, servlets) -> app.startup().accept(servlets), Set.of());
      for (Map.Entry<String, String> entry : app.errorPages().entrySet()) {
        ErrorPage page = new ErrorPage();
        page.setLocation(entry.getValue());
        if (Character.isDigit(entry.getKey().charAt(0))) {
          page.setErrorCode(Integer.parseInt(entry.getKey()));
        } else {
          page.setExceptionType(entry.getKey());
        }
        context.addErrorPage(page);
      }
      tomcat.start();
      return started;
    } catch (IOException | LifecycleException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException | LifecycleException e) {
      throw new AssertionError(e);
    }
  }
}
