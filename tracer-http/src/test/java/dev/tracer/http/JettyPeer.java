// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.http.kit.Peer;
import dev.tracer.http.kit.PeerScript;
import dev.tracer.http.kit.Waiting;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A {@link Peer} made of Jetty: HTTP/2 over TLS. */
final class JettyPeer implements Peer {
  private final PeerScript script = new PeerScript();
  private final BlockingQueue<PeerScript.Seen> seen = new LinkedBlockingQueue<>();
  private final Container server;

  private JettyPeer() {
    this.server =
        JettyContainer.start(
            true, new Container.App(context -> ServletsUnderTest.add(context, new Script(), "/*")));
  }

  static JettyPeer start() {
    return new JettyPeer();
  }

  @Override
  public URI uri(String path) {
    return server.uri(path);
  }

  @Override
  public PeerScript.Seen take() {
    return Waiting.poll(seen, "a request");
  }

  @Override
  public void close() {
    script.close();
    server.close();
  }

  @SuppressWarnings("serial")
  private final class Script extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Map<String, List<String>> headers = new TreeMap<>();
      for (String name : Collections.list(request.getHeaderNames())) {
        headers.put(name, Collections.list(request.getHeaders(name)));
      }
      var arrived =
          new PeerScript.Seen(
              request.getMethod(),
              request.getRequestURI(),
              headers,
              request.getInputStream().readAllBytes());
      seen.add(arrived);
      try {
        PeerScript.Answer answer = script.answer(arrived);
        if (answer.status() < 0) {
          response.sendError(-1); // resets the stream
          return;
        }
        answer.headers().forEach(response::setHeader);
        response.setStatus(answer.status());
        response.getOutputStream().write(answer.body());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
