// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * Writes traces into one HTML file that needs nothing else: to be kept with the results of a test
 * run, or sent to somebody. It is the viewer's page without its server. Stateless.
 *
 * @since 0.1
 */
public final class TraceHtml {
  private static final String STYLE = Pages.text(Pages.STYLE);
  private static final String SCRIPT = script();

  /** Nothing but this style and this script, and no connection to anywhere. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + hash(STYLE)
          + "'; script-src 'sha256-"
          + hash(SCRIPT)
          + "'; img-src data:; base-uri 'none'; form-action 'none'";

  private TraceHtml() {}

  /**
   * Writes spans, of one trace or several, into a file, which is replaced if it exists.
   *
   * @throws IOException if it cannot be written
   * @throws NullPointerException naming the argument that is null
   */
  public static void write(Collection<? extends SpanData> spans, Path file) throws IOException {
    requireNonNull(file, "file");
    Files.writeString(file, page(requireNonNull(spans, "spans"), List.of()));
  }

  /** The page with these spans and log lines in it. */
  static String page(Collection<? extends SpanData> spans, Collection<LogLine> logs) {
    JsonWriter json = new JsonWriter(8192);
    json.raw('{');
    new OtlpJsonOutput(json).members(spans, logs);
    json.close('}');
    // An escape that JSON knows keeps text from ending the element.
    String data =
        new String(json.buffer(), 0, json.size(), StandardCharsets.UTF_8).replace("<", "\\u003c");
    String head =
        "<meta http-equiv=\"Content-Security-Policy\" content=\""
            + POLICY.replace("\"", "")
            + "\">\n<style>"
            + STYLE
            + "</style>";
    String foot =
        "<script type=\"application/json\" id=\"traces\">"
            + data
            + "</script>\n<script>"
            + SCRIPT
            + "</script>";
    String page = Pages.text("index.html");
    int headAt = page.indexOf("<!-- parts -->");
    int headEnd = page.indexOf("<!-- end of parts -->");
    int footAt = page.indexOf("</body>");
    return page.substring(0, headAt)
        + head
        + page.substring(headEnd, footAt)
        + foot
        + page.substring(footAt);
  }

  private static String script() {
    StringBuilder script = new StringBuilder();
    for (String name : Pages.SCRIPTS) {
      script.append('\n').append(Pages.text(name));
    }
    return script.toString();
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
