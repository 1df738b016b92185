// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Takes user info and the values of secret parameters out of URLs. */
final class UrlText {
  private final KeyRules rules;

  UrlText(KeyRules rules) {
    this.rules = rules;
  }

  /** The URL as it may be told; the same object if there was nothing to hide. */
  String url(String url) {
    String plain = url.indexOf('@') < 0 ? url : withoutUserInfo(url);
    int start = 0;
    while (start < plain.length() && plain.charAt(start) != '?' && plain.charAt(start) != '#') {
      start++;
    }
    return start == plain.length() ? plain : parameters(plain, start + 1);
  }

  /** A query as it may be told, without the question mark or with it. */
  String query(String query) {
    return parameters(query, query.startsWith("?") ? 1 : 0);
  }

  private static String withoutUserInfo(String url) {
    int start = url.indexOf("//") + 2;
    int end = start;
    int at = -1;
    while (start >= 2 && end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      at = url.charAt(end) == '@' ? end : at;
      end++;
    }
    return at < 0 ? url : url.substring(0, start) + "REDACTED:REDACTED" + url.substring(at);
  }

  private String parameters(String text, int from) {
    StringBuilder redacted = null;
    int copied = 0;
    int start = from;
    while (start < text.length()) {
      int end = start;
      int equals = -1;
      for (; end < text.length(); end++) {
        char c = text.charAt(end);
        if (c == '&' || c == ';' || c == '#' || c == '?') {
          break;
        }
        equals = equals < 0 && c == '=' ? end : equals;
      }
      boolean hasValue = equals > start && equals + 1 < end;
      if (hasValue && rules.isSecretParameter(decoded(text.substring(start, equals)))) {
        redacted = redacted == null ? new StringBuilder(text.length()) : redacted;
        redacted.append(text, copied, equals + 1).append(Redaction.REPLACEMENT);
        copied = end;
      }
      start = end + 1;
    }
    return redacted == null ? text : redacted.append(text, copied, text.length()).toString();
  }

  private static String decoded(String name) {
    if (name.indexOf('%') < 0 && name.indexOf('+') < 0) {
      return name;
    }
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
