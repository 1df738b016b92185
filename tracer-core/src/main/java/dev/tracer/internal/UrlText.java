// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * URLs as they may be recorded: without user info and without the values of secret parameters, of
 * which each becomes {@code REDACTED}. Every text is read in one pass, since strangers choose how
 * long and how odd it is. What has nothing to hide comes back as it was. As thread-safe as its
 * predicate.
 */
public final class UrlText {
  private static final String REDACTED = "REDACTED";
  private static final String REDACTED_USER = "REDACTED:REDACTED";

  private final Predicate<String> secret;
  private final int longest;

  /**
   * A text without the secrets that {@code secret} tells.
   *
   * @param secret whether a parameter of this name, percent-decoded, has a value that is secret
   * @param longest how long a name may be, as it stands in the text, for {@code secret} to be asked
   */
  public UrlText(Predicate<String> secret, int longest) {
    this.secret = secret;
    this.longest = longest;
  }

  /** A whole URL, or a reference relative to one. */
  public String url(String url) {
    int start = url.indexOf("//") + 2; // also behind jdbc:postgresql:, and in a path to a proxy
    int at = start < 2 || url.indexOf('@', start) < 0 ? -1 : userInfoEnd(url, start);
    return path(at < 0 ? url : url.substring(0, start) + REDACTED_USER + url.substring(at));
  }

  /** The index of the last {@code @} of the authority at {@code start}, negative if it has none. */
  private static int userInfoEnd(String url, int start) {
    int at = -1;
    for (int i = start; i < url.length() && "/?#".indexOf(url.charAt(i)) < 0; i++) {
      at = url.charAt(i) == '@' ? i : at;
    }
    return at;
  }

  /** A path, of which only what follows a semicolon has a name: {@code ;NAME=VALUE}. */
  public String path(CharSequence path) {
    return redacted(path, true);
  }

  /** A query, without its question mark or with it. */
  public String query(CharSequence query) {
    return redacted(query, false);
  }

  private String redacted(CharSequence text, boolean inPath) {
    StringBuilder redacted = null;
    int copied = 0;
    int key = inPath ? -1 : 0; // where a name begins, -1 outside of parameters
    int value = -1; // where its value begins, -1 before that
    boolean path = inPath;
    int length = text.length();
    for (int i = 0; i <= length; i++) {
      char c = i < length ? text.charAt(i) : '#';
      if (c > '?') {
        continue; // most characters, none of those that are looked for
      }
      if (c == '=' && value < 0) {
        value = i + 1;
      } else if (c == '&' && !path || c == '/' && path || c == ';' || c == '?' || c == '#') {
        boolean hasValue = key >= 0 && value > key + 1 && i > value;
        if (hasValue && isSecret(text, key, value - 1)) {
          redacted = redacted == null ? new StringBuilder(length) : redacted;
          redacted.append(text, copied, value).append(REDACTED);
          copied = i;
        }
        path &= c != '?' && c != '#';
        key = path && c != ';' ? -1 : i + 1;
        value = -1;
      }
    }
    return redacted == null ? text.toString() : redacted.append(text, copied, length).toString();
  }

  private boolean isSecret(CharSequence text, int start, int end) {
    return end - start <= longest && secret.test(decoded(text.subSequence(start, end).toString()));
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
