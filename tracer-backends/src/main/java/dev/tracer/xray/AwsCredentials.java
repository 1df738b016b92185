// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A key of AWS. Immutable.
 *
 * @param sessionToken for temporary keys, else null
 * @since 0.1
 */
public record AwsCredentials(
    String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   * @throws IllegalArgumentException naming the component that is blank
   */
  public AwsCredentials {
    if (requireNonNull(accessKeyId, "accessKeyId").isBlank()) {
      throw new IllegalArgumentException("accessKeyId must not be blank");
    }
    if (requireNonNull(secretAccessKey, "secretAccessKey").isBlank()) {
      throw new IllegalArgumentException("secretAccessKey must not be blank");
    }
  }

  /**
   * The key in {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code
   * AWS_SESSION_TOKEN}.
   *
   * @throws IllegalStateException naming the variable that is not set
   */
  public static AwsCredentials fromEnvironment() {
    return new AwsCredentials(
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"),
        System.getenv("AWS_SESSION_TOKEN"));
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + " is not set");
    }
    return value;
  }

  /** The id of the key, without its secrets. */
  @Override
  public String toString() {
    return "AwsCredentials{" + accessKeyId + '}';
  }
}
