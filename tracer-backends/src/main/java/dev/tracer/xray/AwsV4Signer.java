// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.tracer.Clock;
import dev.tracer.export.send.RequestSigner;
import dev.tracer.internal.PercentCode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to AWS (AWS Signature Version 4, "Create a signed AWS API request"). Thread-safe.
 * With it spans go to X-Ray's endpoint for OTLP without a collector:
 *
 * <pre>{@code
 * OtlpExporter.builder()
 *     .tracesEndpoint("https://xray.eu-central-1.amazonaws.com/v1/traces")
 *     .signer(AwsV4Signer.of("eu-central-1", "xray", AwsCredentials::fromEnvironment))
 *     .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class AwsV4Signer implements RequestSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DATE_LENGTH = 8;

  /** What is signed besides {@code X-Amz-*}; proxies may change or add others. */
  private static final Set<String> SIGNED = Set.of("host", "content-type", "content-encoding");

  private final String region;
  private final String service;
  private final Supplier<AwsCredentials> credentials;
  private final Clock clock;

  private AwsV4Signer(
      String region, String service, Supplier<AwsCredentials> credentials, Clock clock) {
    this.region = requireNonNull(region, "region");
    this.service = requireNonNull(service, "service");
    this.credentials = requireNonNull(credentials, "credentials");
    this.clock = clock;
  }

  /**
   * Signs for a service in a region.
   *
   * @param service {@code xray} for instance
   * @param credentials asked before each request, so that keys may be temporary; a request fails if
   *     it throws
   * @throws NullPointerException naming the argument that is null
   */
  public static AwsV4Signer of(
      String region, String service, Supplier<AwsCredentials> credentials) {
    return new AwsV4Signer(region, service, credentials, Clock.system());
  }

  static AwsV4Signer of(
      String region, String service, Supplier<AwsCredentials> credentials, Clock clock) {
    return new AwsV4Signer(region, service, credentials, clock);
  }

  @Override
  public Map<String, String> sign(URI url, Map<String, String> headers, ByteBuffer body) {
    AwsCredentials key = requireNonNull(credentials.get(), "credentials");
    String time = TIME.format(Instant.ofEpochSecond(0, clock.epochNanos()));
    Map<String, String> added = new HashMap<>();
    added.put("X-Amz-Date", time);
    if (key.sessionToken() != null) {
      added.put("X-Amz-Security-Token", key.sessionToken());
    }
    Map<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> addSigned(signed, name, value));
    added.forEach((name, value) -> addSigned(signed, name, value));
    String names = String.join(";", signed.keySet());
    try {
      String date = time.substring(0, DATE_LENGTH);
      String scope = date + '/' + region + '/' + service + "/aws4_request";
      String request = canonicalRequest(url, signed, names, body);
      String text = ALGORITHM + '\n' + time + '\n' + scope + '\n' + hex(sha256(request));
      String signature = hex(hmac(signingKey(key.secretAccessKey(), date), text));
      added.put(
          "Authorization",
          ALGORITHM
              + " Credential="
              + key.accessKeyId()
              + '/'
              + scope
              + ", SignedHeaders="
              + names
              + ", Signature="
              + signature);
      return added;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign requests", e);
    }
  }

  private static void addSigned(Map<String, String> signed, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (SIGNED.contains(lower) || lower.startsWith("x-amz-")) {
      signed.put(lower, value.strip().replaceAll(" +", " "));
    }
  }

  private static String canonicalRequest(
      URI url, Map<String, String> signed, String names, ByteBuffer body)
      throws GeneralSecurityException {
    StringBuilder request = new StringBuilder("POST\n");
    request.append(canonicalPath(url.getRawPath())).append('\n');
    request.append(canonicalQuery(url.getRawQuery())).append('\n');
    signed.forEach((name, value) -> request.append(name).append(':').append(value).append('\n'));
    request.append('\n').append(names).append('\n');
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(body.duplicate());
    return request.append(hex(digest.digest())).toString();
  }

  /** The path with its parts encoded once more, as all services but S3 want it. */
  private static String canonicalPath(String path) {
    if (path == null || path.isEmpty()) {
      return "/";
    }
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = PercentCode.encode(parts[i]);
    }
    return String.join("/", parts);
  }

  private static String canonicalQuery(String query) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    String[] parts = query.split("&", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i].indexOf('=') < 0 ? parts[i] + '=' : parts[i];
    }
    Arrays.sort(parts);
    return String.join("&", parts);
  }

  private byte[] signingKey(String secret, String date) throws GeneralSecurityException {
    byte[] ofDate = hmac(("AWS4" + secret).getBytes(UTF_8), date);
    return hmac(hmac(hmac(ofDate, region), service), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static byte[] sha256(String text) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** For which region and service it signs. */
  @Override
  public String toString() {
    return "AwsV4Signer{" + region + ", " + service + '}';
  }
}
