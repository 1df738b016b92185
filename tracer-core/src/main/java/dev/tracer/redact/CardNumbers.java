// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import dev.tracer.redact.ValuePattern.Match;

/** Finds numbers of payment cards. */
final class CardNumbers {
  private static final int MIN_DIGITS = 13;
  private static final int MAX_DIGITS = 19;

  private CardNumbers() {}

  static Match find(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (isDigit(text, i) && (i == 0 || !isDigit(text, i - 1))) {
        int end = endOfCard(text, i);
        if (end > 0) {
          return new Match(i, end);
        }
      }
    }
    return Match.NONE;
  }

  /** Where the longest valid number that begins at {@code start} ends; 0 if there is none. */
  private static int endOfCard(String text, int start) {
    int digits = 0;
    int sumFromOdd = 0; // doubles the first, third, ... digit
    int sumFromEven = 0; // doubles the second, fourth, ... digit
    int end = 0;
    int i = start;
    while (i < text.length() && digits <= MAX_DIGITS) {
      if (!isDigit(text, i)) {
        boolean separates = text.charAt(i) == ' ' || text.charAt(i) == '-';
        if (!separates || !isDigit(text, i + 1)) {
          break;
        }
        i++;
      }
      int digit = text.charAt(i) - '0';
      int doubled = digit > 4 ? 2 * digit - 9 : 2 * digit;
      sumFromOdd += (digits & 1) == 0 ? doubled : digit;
      sumFromEven += (digits & 1) == 0 ? digit : doubled;
      digits++;
      i++;
      // every second digit from the last but one is doubled
      int sum = (digits & 1) == 0 ? sumFromOdd : sumFromEven;
      boolean whole = digits >= MIN_DIGITS && digits <= MAX_DIGITS && !isDigit(text, i);
      if (whole && sum % 10 == 0 && sum > 0) {
        end = i;
      }
    }
    return end;
  }

  private static boolean isDigit(String text, int index) {
    if (index >= text.length()) {
      return false;
    }
    char c = text.charAt(index);
    return c >= '0' && c <= '9';
  }
}
