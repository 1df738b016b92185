// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can be looked for inside of texts: attribute values, names, events, messages. Each is found
 * in one pass, without regular expressions. Costs time for each text, so none is on by default.
 *
 * @since 0.1
 */
public enum ValuePattern {
  /** Numbers of payment cards: 13 to 19 digits, in groups or not, with a valid check digit. */
  CARD,
  /** E-mail addresses. */
  EMAIL,
  /** JSON web tokens. */
  JWT,
  /** Ids of AWS access keys. */
  AWS_KEY,
  /** Private keys in PEM armour. */
  PRIVATE_KEY,
  /** What follows {@code Bearer}. */
  BEARER,
  /** User and password in URLs. */
  URL_CREDENTIALS;

  /** Where something was found: {@code text[start, end)}. */
  record Match(int start, int end) {
    static final Match NONE = new Match(-1, -1);
  }

  /** The first at or after {@code from}; {@code NONE} if there is none. */
  Match find(String text, int from) {
    return switch (this) {
      case CARD -> CardNumbers.find(text, from);
      case EMAIL -> Tokens.findEmail(text, from);
      case JWT -> Tokens.findJwt(text, from);
      case AWS_KEY -> Tokens.findAwsKey(text, from);
      case PRIVATE_KEY -> Tokens.findPrivateKey(text, from);
      case BEARER -> Tokens.findBearer(text, from);
      case URL_CREDENTIALS -> Tokens.findCredentials(text, from);
    };
  }

  /** Its name in properties: {@code aws-key}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ValuePattern named(String label) {
    List<String> known = new ArrayList<>();
    for (ValuePattern pattern : values()) {
      if (pattern.label().equals(label)) {
        return pattern;
      }
      known.add(pattern.label());
    }
    throw new IllegalArgumentException(
        "values: unknown pattern '" + label + "', known are " + known);
  }
}
