// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import dev.tracer.redact.ValuePattern.Match;

/** Finds addresses, keys and tokens. Each search looks at a character a bounded number of times. */
final class Tokens {
  private static final int MAX_LOCAL_PART = 64;
  private static final int MAX_DOMAIN = 255;
  private static final int AWS_KEY_LENGTH = 20;
  private static final int MIN_TOKEN = 8;
  private static final int MAX_CREDENTIALS = 512;

  private Tokens() {}

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isBase64Url(char c) {
    return isAlphanumeric(c) || c == '-' || c == '_';
  }

  static Match findEmail(String text, int from) {
    int at = text.indexOf('@', from);
    while (at >= 0) {
      int start = at;
      while (start > Math.max(from, at - MAX_LOCAL_PART) && isLocalPart(text.charAt(start - 1))) {
        start--;
      }
      int end = endOfDomain(text, at + 1);
      if (start < at && end > 0) {
        return new Match(start, end);
      }
      at = text.indexOf('@', at + 1);
    }
    return Match.NONE;
  }

  private static boolean isLocalPart(char c) {
    return isAlphanumeric(c) || "._%+-'/=!#$&*?^`{|}~".indexOf(c) >= 0 || c >= 128;
  }

  private static int endOfDomain(String text, int start) {
    int end = start;
    int dot = -1;
    int limit = Math.min(text.length(), start + MAX_DOMAIN);
    while (end < limit
        && (isBase64Url(text.charAt(end)) || text.charAt(end) == '.' || text.charAt(end) >= 128)) {
      dot =
          text.charAt(end) == '.' && end + 1 < limit && isAlphanumeric(text.charAt(end + 1))
              ? end
              : dot;
      end++;
    }
    while (end > start && !isAlphanumeric(text.charAt(end - 1)) && text.charAt(end - 1) < 128) {
      end--; // the full stop of a sentence
    }
    return dot > start ? end : 0;
  }

  static Match findJwt(String text, int from) {
    int start = text.indexOf("eyJ", from);
    while (start >= 0) {
      boolean begins = start == 0 || !isBase64Url(text.charAt(start - 1));
      int first = endOfBase64(text, start);
      if (begins && first < text.length() && text.charAt(first) == '.') {
        int second = endOfBase64(text, first + 1);
        if (second < text.length() && text.charAt(second) == '.' && second > first + MIN_TOKEN) {
          return new Match(start, endOfBase64(text, second + 1));
        }
      }
      start = text.indexOf("eyJ", Math.max(first, start + 1));
    }
    return Match.NONE;
  }

  private static int endOfBase64(String text, int from) {
    int end = from;
    while (end < text.length() && isBase64Url(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static Match findAwsKey(String text, int from) {
    for (int i = from; i + AWS_KEY_LENGTH <= text.length(); i++) {
      boolean prefix = text.startsWith("AKIA", i) || text.startsWith("ASIA", i);
      if (prefix && (i == 0 || !isAlphanumeric(text.charAt(i - 1))) && isKey(text, i)) {
        return new Match(i, i + AWS_KEY_LENGTH);
      }
    }
    return Match.NONE;
  }

  private static boolean isKey(String text, int start) {
    int end = start + AWS_KEY_LENGTH;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return end == text.length() || !isAlphanumeric(text.charAt(end));
  }

  static Match findPrivateKey(String text, int from) {
    String begin = "-----BEGIN ";
    int start = text.indexOf(begin, from);
    while (start >= 0) {
      int kindEnd = text.indexOf("-----", start + begin.length());
      boolean isPrivate = kindEnd > 0 && text.substring(start, kindEnd).endsWith("PRIVATE KEY");
      if (isPrivate) {
        int end = text.indexOf("-----END ", kindEnd);
        int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
        return new Match(start, close < 0 ? text.length() : close + 5); // one that is cut, too
      }
      start = kindEnd < 0 ? -1 : text.indexOf(begin, kindEnd);
    }
    return Match.NONE;
  }

  static Match findBearer(String text, int from) {
    String word = "bearer ";
    for (int i = from; i + word.length() + MIN_TOKEN <= text.length(); i++) {
      if ((text.charAt(i) | 0x20) == 'b' && text.regionMatches(true, i, word, 0, word.length())) {
        int start = i + word.length();
        int end = endOfToken(text, start);
        if (end - start >= MIN_TOKEN) {
          return new Match(start, end);
        }
        i = end - 1;
      }
    }
    return Match.NONE;
  }

  private static int endOfToken(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) > ' ' && "\"',;".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  static Match findCredentials(String text, int from) {
    int scheme = text.indexOf("://", from);
    while (scheme >= 0) {
      int end = scheme + 3;
      int at = -1;
      int limit = Math.min(text.length(), end + MAX_CREDENTIALS);
      while (end < limit && text.charAt(end) > ' ' && "/?#\"'".indexOf(text.charAt(end)) < 0) {
        at = text.charAt(end) == '@' ? end : at;
        end++;
      }
      if (at > scheme + 3) {
        return new Match(scheme + 3, at);
      }
      scheme = text.indexOf("://", end);
    }
    return Match.NONE;
  }
}
