// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.SpanData;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
    requireNonNull(spans, "spans");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      page(spans, List.of(), out);
    }
  }

  /** Writes the page with these spans and log lines in it. */
  static void page(Collection<? extends SpanData> spans, Collection<LogLine> logs, OutputStream out)
      throws IOException {
    String page = Pages.text("index.html");
    int headAt = page.indexOf("<!-- parts -->");
    int headEnd = page.indexOf("<!-- end of parts -->");
    int footAt = page.indexOf("</body>");
    text(page.substring(0, headAt), out);
    text("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n", out);
    text("<style>" + STYLE + "</style>" + page.substring(headEnd, footAt), out);
    text("<script type=\"application/json\" id=\"traces\">", out);
    OtlpOutput.write(spans, logs, "", new InScript(out));
    text("</script>\n<script>" + SCRIPT + "</script>" + page.substring(footAt), out);
  }

  private static void text(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON within an element of a page: an escape keeps text from ending the element. */
  private static final class InScript extends FilterOutputStream {
    private static final byte[] LESS = "\\u003c".getBytes(StandardCharsets.US_ASCII);

    private InScript(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      if (b == '<') {
        out.write(LESS);
      } else {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int written = from;
      for (int i = from; i < from + length; i++) {
        if (bytes[i] == '<') {
          out.write(bytes, written, i - written);
          out.write(LESS);
          written = i + 1;
        }
      }
      out.write(bytes, written, from + length - written);
    }
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
