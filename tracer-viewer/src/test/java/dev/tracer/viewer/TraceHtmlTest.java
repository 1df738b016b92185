// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceHtmlTest {
  @Test
  void file_isComplete(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trace.html");
    TraceHtml.write(
        Requests.read(Requests.of("s", Requests.span(1, 0, "work", 0, 1))).spans(), file);
    String page = Files.readString(file);
    assertThat(page).contains("\"name\":\"work\"", "class Waterfall", "</html>");
    assertThat(page).doesNotContain("src=", "<link rel=\"stylesheet\"");
  }

  @Test
  void text_cannotEndTheElement() throws IOException {
    String evil = "</script><script>alert(1)</script><!--";
    String page = page(Requests.read(Requests.of("s", Requests.span(1, 0, evil, 0, 1))).spans());
    assertThat(page).doesNotContain("<script>alert").contains("\\u003c/script>");
  }

  @Test
  void policy_allowsExactlyTheScriptAndStyleInThePage() throws Exception {
    String page = page(List.of());
    assertThat(page)
        .contains("script-src 'sha256-" + hash(between(page, "\n<script>", "</script>")) + "'");
    assertThat(page)
        .contains("style-src 'sha256-" + hash(between(page, "<style>", "</style>")) + "'");
    assertThat(TraceHtml.POLICY).doesNotContain("unsafe");
  }

  private static String page(List<SpanData> spans) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TraceHtml.page(spans, List.of(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String between(String page, String begin, String end) {
    int from = page.lastIndexOf(begin) + begin.length();
    return page.substring(from, page.indexOf(end, from));
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }
}
