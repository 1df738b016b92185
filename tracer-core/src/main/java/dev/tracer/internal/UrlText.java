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

  /**
   * A text without the secrets that {@code secret} tells.
   *
   * @param secret whether a parameter of this name, percent-decoded, has a value that is secret
   */
  public UrlText(Predicate<String> secret) {
    this.secret = secret;
  }

  /** A whole URL, or a reference relative to one. */
  public String url(String url) {
    int authority = authorityOf(url);
    if (authority < 0) {
      return redacted(url, 0, true);
    }
    int end = endOfAuthority(url, authority);
    int at = url.lastIndexOf('@', end - 1);
    return at < authority
        ? redacted(url, end, true)
        : url.substring(0, authority) + REDACTED_USER + redacted(url.substring(at), end - at, true);
  }

  /** A path, of which only what follows a semicolon has a name: {@code ;NAME=VALUE}. */
  public String path(CharSequence path) {
    return redacted(path, 0, true);
  }

  /** A query, without its question mark or with it. */
  public String query(CharSequence query) {
    return redacted(query, 0, false);
  }

  /** Where the authority begins, of {@code jdbc:postgresql://} as well; -1 if there is none. */
  private static int authorityOf(String text) {
    int slash = endOfAuthority(text, 0);
    boolean named = slash == 0 || text.charAt(slash - 1) == ':';
    return named && text.startsWith("//", slash) ? slash + 2 : -1;
  }

  /** Where the first of {@code / ? #} is, or the end. */
  private static int endOfAuthority(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return text.length();
  }

  /**
   * Text with secret values replaced.
   *
   * @param from where to begin; what is before stays
   * @param inPath whether a path begins there
   */
  private String redacted(CharSequence text, int from, boolean inPath) {
    StringBuilder redacted = null;
    int copied = 0;
    int key = inPath ? -1 : from; // where a name begins, -1 outside of parameters
    int value = -1; // where its value begins, -1 before that
    boolean path = inPath;
    int length = text.length();
    for (int i = from; i <= length; i++) {
      char c = i < length ? text.charAt(i) : '#';
      if (c == '=' && value < 0) {
        value = i + 1;
      } else if (c == '&' && !path || c == '/' && path || c == ';' || c == '?' || c == '#') {
        boolean hasValue = key >= 0 && value > key + 1 && i > value;
        if (hasValue && secret.test(decoded(text.subSequence(key, value - 1).toString()))) {
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
