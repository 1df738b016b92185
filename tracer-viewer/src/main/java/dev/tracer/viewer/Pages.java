// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The page and its parts, which are resources of this jar. */
final class Pages {
  /** The page's scripts in the order in which they are loaded. */
  static final List<String> SCRIPTS =
      List.of(
          "model.js",
          "analysis.js",
          "dom.js",
          "timeline.js",
          "waterfall.js",
          "details.js",
          "views.js",
          "list.js",
          "app.js");

  static final String STYLE = "viewer.css";

  /** For whoever sends, too: a wrong path is the likeliest mistake. */
  static final String NOTHING_HERE =
      "nothing here: spans go to /v1/traces or /api/v2/spans, log records to /v1/logs";

  private Pages() {}

  /** Answers with the page or one of its parts. */
  static void handle(Exchange exchange) throws IOException, HttpError {
    String path = exchange.path();
    String name = path.equals("/") ? "index.html" : path.substring(1);
    if (!name.equals("index.html") && !name.equals(STYLE) && !SCRIPTS.contains(name)) {
      throw new HttpError(404, NOTHING_HERE);
    }
    exchange.checkMethod("GET");
    String type =
        name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "text/html";
    exchange.answer(200, type + "; charset=utf-8", text(name));
  }

  /** The text of a resource of this package. */
  static String text(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar lacks " + name, e);
    }
  }
}
