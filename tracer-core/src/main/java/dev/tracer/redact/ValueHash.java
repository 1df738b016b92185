// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes values so that equal ones can be recognised and none can be guessed without the key:
 * HMAC-SHA-256, of which 64 bits are told. Thread-safe.
 */
final class ValueHash {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int TOLD_BYTES = 8;

  /** Made by the first thread that needs a random one; then never changed. */
  private final AtomicReference<@Nullable SecretKeySpec> key;

  /**
   * Makes one.
   *
   * @param secret null for a random one, with which hashes can be compared within the process only
   */
  ValueHash(byte @Nullable [] secret) {
    this.key = new AtomicReference<>(secret == null ? null : new SecretKeySpec(secret, ALGORITHM));
  }

  String of(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key());
      byte[] digest = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      StringBuilder text = new StringBuilder("hmac:");
      for (int i = 0; i < TOLD_BYTES; i++) {
        text.append(Character.forDigit((digest[i] >> 4) & 15, 16));
        text.append(Character.forDigit(digest[i] & 15, 16));
      }
      return text.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it; the span is dropped
    }
  }

  private SecretKeySpec key() {
    SecretKeySpec known = key.get();
    if (known == null) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      SecretKeySpec made = new SecretKeySpec(random, ALGORITHM);
      @Nullable SecretKeySpec other = key.compareAndExchange(null, made);
      known = other == null ? made : other;
    }
    return known;
  }
}
