// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** HTTP spans: java.net.http clients, the JDK's HttpServer, Jakarta servlets. */
module dev.tracer.http {
  requires static org.jspecify;
  // Only for applications that have them.
  requires static jdk.httpserver;
  requires static jakarta.servlet;
  requires transitive dev.tracer;
  requires transitive java.net.http;

  exports dev.tracer.http;
}
