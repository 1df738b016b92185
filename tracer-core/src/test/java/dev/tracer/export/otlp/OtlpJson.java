// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads OTLP/JSON with the official classes. As these know no hex, ids come out as what base64
 * makes of them; {@link #hexBytes} gives the same of an expected id. What they let pass although
 * OTLP forbids it (names of enums, snake_case, bare 64-bit numbers) is checked here.
 */
final class OtlpJson {
  private static final Pattern TEXT =
      Pattern.compile("\"(key|stringValue|name|message)\":\"(?:[^\"\\\\]++|\\\\.)*+\"");
  private static final Pattern KEY = Pattern.compile("[{,]\"([^\"\\\\]*+)\":");
  private static final Pattern LONG =
      Pattern.compile("\"(?:intValue|timeUnixNano|startTimeUnixNano|endTimeUnixNano)\":(.)");
  private static final Pattern ENUM = Pattern.compile("\"(?:kind|code)\":(.)");
  private static final Pattern ID =
      Pattern.compile("\"(traceId|spanId|parentSpanId)\":\"([0-9a-f]*)\"");

  private OtlpJson() {}

  static TracesData parse(String json) {
    String unquoted = TEXT.matcher(json).replaceAll("\"$1\":\"\"");
    assertAll(KEY, unquoted, "[a-z][a-zA-Z]*");
    assertAll(LONG, unquoted, "\"");
    assertAll(ENUM, unquoted, "[1-5]");
    Matcher ids = ID.matcher(unquoted);
    while (ids.find()) {
      assertThat(ids.group(2)).hasSize(ids.group(1).equals("traceId") ? 32 : 16);
    }
    TracesData.Builder builder = TracesData.newBuilder();
    try {
      JsonFormat.parser().merge(json, builder);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(json, e);
    }
    return builder.build();
  }

  private static void assertAll(Pattern pattern, String json, String allowed) {
    Matcher matcher = pattern.matcher(json);
    while (matcher.find()) {
      assertThat(matcher.group(1)).matches(allowed);
    }
  }

  static List<Span> spans(TracesData data) {
    List<Span> spans = new ArrayList<>();
    for (ResourceSpans resource : data.getResourceSpansList()) {
      resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
    }
    return spans;
  }

  static String serviceName(ResourceSpans resource) {
    for (KeyValue attribute : resource.getResource().getAttributesList()) {
      if (attribute.getKey().equals("service.name")) {
        return attribute.getValue().getStringValue();
      }
    }
    return "";
  }

  /** What the parser makes of an id in hex, which it takes for base64. */
  static byte[] hexBytes(String hex) {
    return java.util.Base64.getDecoder().decode(hex);
  }
}
