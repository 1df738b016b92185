// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A servlet container that runs one application. */
interface Container extends AutoCloseable {
  /** Where a path of it is. */
  URI uri(String path);

  @Override
  void close();

  /** What an application tells a container. */
  record App(Consumer<ServletContext> startup, Map<String, String> errorPages) {
    App(Consumer<ServletContext> startup) {
      this(startup, Map.of());
    }
  }

  /** The containers that Servlet 6 applications run in, over HTTP/1.1. */
  enum Kind {
    JETTY {
      @Override
      Container start(App app) {
        return JettyContainer.start(false, app);
      }
    },
    TOMCAT {
      @Override
      Container start(App app) {
        return TomcatContainer.start(app);
      }
    },
    UNDERTOW {
      @Override
      Container start(App app) {
        return UndertowContainer.start(app);
      }
    };

    /** Kept, as loggers that nobody keeps forget their level. */
    private static final Logger[] SILENT = {
      Logger.getLogger("org.apache"),
      Logger.getLogger("io.undertow"),
      Logger.getLogger("org.xnio"),
      Logger.getLogger("org.jboss")
    };

    static {
      for (Logger logger : SILENT) {
        logger.setLevel(Level.OFF); // they tell of the exceptions that tests throw
      }
    }

    abstract Container start(App app);
  }
}
