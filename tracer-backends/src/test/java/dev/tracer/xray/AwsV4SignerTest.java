// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tracer.testing.TestClock;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signatures are those of AWS's published test suite for Signature Version 4. */
class AwsV4SignerTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static Map<String, String> sign(
      String url, Map<String, String> headers, String body, String token) {
    AwsV4Signer signer =
        AwsV4Signer.of(
            "us-east-1",
            "service",
            () -> new AwsCredentials("AKIDEXAMPLE", SECRET, token),
            TestClock.at(Instant.parse("2015-08-30T12:36:00Z")));
    return signer.sign(
        URI.create(url), headers, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://example.amazonaws.com/, none, '',"
            + " 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "https://example.amazonaws.com/?Param1=value1, none, '',"
            + " 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
        "https://example.amazonaws.com/, application/x-www-form-urlencoded, Param1=value1,"
            + " ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
      })
  void post_isSignedAsPublished(String url, String contentType, String body, String signature) {
    Map<String, String> headers =
        contentType == null
            ? Map.of("Host", "example.amazonaws.com")
            : Map.of("Host", "example.amazonaws.com", "Content-Type", contentType);

    Map<String, String> signed = sign(url, headers, body, null);

    assertThat(signed)
        .containsEntry("X-Amz-Date", "20150830T123600Z")
        .doesNotContainKey("X-Amz-Security-Token");
    assertThat(signed.get("Authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ")
        .endsWith("Signature=" + signature);
  }

  @Test
  void token_isSentAndSigned() {
    Map<String, String> headers = Map.of("host", "example.amazonaws.com", "user-agent", "x");

    Map<String, String> signed = sign("https://example.amazonaws.com/", headers, "", "token");

    assertThat(signed).containsEntry("X-Amz-Security-Token", "token");
    assertThat(signed.get("Authorization"))
        .contains("SignedHeaders=host;x-amz-date;x-amz-security-token,");
  }

  @Test
  void credentials_neverShowTheirSecrets() {
    AwsCredentials credentials = new AwsCredentials("AKID", "secret", "token");

    assertThat(credentials.toString()).isEqualTo("AwsCredentials{AKID}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AwsCredentials(" ", "secret", null))
        .withMessageContaining("accessKeyId");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AwsCredentials("id", "", null))
        .withMessageContaining("secretAccessKey");
  }
}
