// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.StatusCode;
import dev.tracer.backends.internal.ValueText;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes spans as X-Ray documents (AWS X-Ray Developer Guide, "X-Ray segment documents"): what
 * enters the service as a segment, all below it as subsegments that are sent by themselves.
 * Confined to one thread.
 *
 * <p>A document that would be too large is written once more without metadata and stack traces.
 */
final class SegmentWriter {
  /** The most that X-Ray takes is 64 KiB; the daemon adds its header. */
  static final int MAX_BYTES = 63 * 1024;

  private static final int MOST_ANNOTATIONS = 50;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS = 1_000_000;
  private static final String RESERVED = "AWS.";

  private final JsonWriter json;
  private final IndexedAttributes indexed;

  SegmentWriter(JsonWriter json, IndexedAttributes indexed) {
    this.json = json;
    this.indexed = indexed;
  }

  /**
   * Writes a document behind what is there.
   *
   * @param maxBytes how many bytes there may be in all then
   * @return false if it does not fit; then nothing was written
   */
  boolean write(SpanData span, int maxBytes) {
    int before = json.size();
    int most = Math.min(maxBytes, before + MAX_BYTES);
    boolean fits = false;
    try {
      document(span, true);
      fits = json.size() <= most;
      if (!fits) {
        json.truncate(before);
        document(span, false);
        fits = json.size() <= most;
      }
    } finally {
      if (!fits) {
        json.truncate(before);
      }
    }
    return fits;
  }

  private static boolean isSegment(SpanData span) {
    return span.isRoot() || span.isParentRemote() || span.kind() == SpanKind.SERVER;
  }

  private void document(SpanData span, boolean whole) {
    boolean segment = isSegment(span);
    Attributes attributes = span.attributes();
    json.raw("{\"name\":").string(SegmentNames.of(span, segment));
    json.raw(",\"id\":").string(span.spanId());
    json.raw(",\"trace_id\":").string(TraceIds.format(span.context())).raw(',');
    if (!span.isRoot()) {
      json.raw("\"parent_id\":").string(span.parentSpanId()).raw(',');
    }
    time("\"start_time\":", span.startEpochNanos());
    time("\"end_time\":", Math.max(span.startEpochNanos(), span.endEpochNanos()));
    if (!segment) {
      json.raw("\"type\":\"subsegment\",");
      if (span.kind() == SpanKind.CLIENT) {
        boolean aws = SegmentAws.isCall(attributes);
        json.raw("\"namespace\":").string(aws ? "aws" : "remote").raw(',');
        if (aws) {
          SegmentAws.write(json, attributes);
        }
      }
    } else {
      service(span.resource().attributes());
      text("\"user\":", first(attributes, "user.id", "enduser.id"));
    }
    flags(span);
    SegmentCause.write(json, span, whole);
    SegmentHttp.write(json, attributes, segment);
    sql(attributes);
    annotations(attributes);
    metadata(span, segment, whole);
    json.close('}');
  }

  /** Seconds with six decimals: more than a double holds of today's times is lost on X-Ray. */
  private void time(String name, long epochNanos) {
    long micros = Math.max(0, Math.floorDiv(epochNanos, NANOS_PER_MICRO));
    String fraction = Long.toString(MICROS + micros % MICROS).substring(1);
    json.raw(name).number(micros / MICROS).raw('.').raw(fraction).raw(',');
  }

  private void service(Attributes resource) {
    String version = asText(resource.get("service.version"));
    if (version != null) {
      json.raw("\"service\":{\"version\":").string(version).raw("},");
    }
    text("\"origin\":", origin(asText(resource.get("cloud.platform"))));
    json.raw("\"aws\":{\"xray\":{\"sdk\":\"Tracer\",\"sdk_version\":");
    json.string(String.valueOf(resource.get("telemetry.sdk.version"))).raw("}},");
  }

  /** X-Ray's name of a platform. */
  private static @Nullable String origin(@Nullable String platform) {
    if (platform == null) {
      return null;
    }
    return switch (platform) {
      case "aws_ec2" -> "AWS::EC2::Instance";
      case "aws_ecs" -> "AWS::ECS::Container";
      case "aws_eks" -> "AWS::EKS::Container";
      case "aws_elastic_beanstalk" -> "AWS::ElasticBeanstalk::Environment";
      case "aws_lambda" -> "AWS::Lambda::Function";
      case "aws_app_runner" -> "AWS::AppRunner::Service";
      default -> null;
    };
  }

  /**
   * Error for 4xx, throttle for 429 besides, fault for 5xx and for what failed without a status.
   */
  private void flags(SpanData span) {
    long status = SegmentHttp.status(span.attributes());
    if (status == 429) {
      json.raw("\"throttle\":true,");
    }
    if (status >= 400 && status < 500) {
      json.raw("\"error\":true,");
    } else if (status >= 500 || span.statusCode() == StatusCode.ERROR) {
      json.raw("\"fault\":true,");
    }
  }

  private void sql(Attributes attributes) {
    String query = asText(first(attributes, "db.query.text", "db.statement"));
    String system = asText(first(attributes, "db.system.name", "db.system"));
    if (query == null && system == null) {
      return;
    }
    json.raw("\"sql\":{");
    text("\"database_type\":", system);
    text("\"sanitized_query\":", query);
    String host = asText(attributes.get("server.address"));
    String name = asText(first(attributes, "db.namespace", "db.name"));
    if (host != null) {
      Object port = attributes.get("server.port");
      String place = port instanceof Long ? host + ':' + port : host;
      text("\"url\":", name == null ? place : place + '/' + name);
    }
    json.close('}').raw(',');
  }

  private void annotations(Attributes attributes) {
    int count = 0;
    json.raw("\"annotations\":{");
    for (int i = 0; i < attributes.size() && count < MOST_ANNOTATIONS; i++) {
      if (indexed.contains(attributes.name(i), attributes.value(i))) {
        json.string(key(attributes.name(i))).raw(':');
        ValueText.write(json, attributes.value(i));
        json.raw(',');
        count++;
      }
    }
    json.close('}').raw(',');
  }

  /** The name with an underscore for each character that annotations may not have. */
  private static String key(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      key.append(allowed ? c : '_');
    }
    return key.toString();
  }

  private void metadata(SpanData span, boolean segment, boolean whole) {
    json.raw("\"metadata\":{\"default\":{");
    if (!whole) {
      json.raw("\"tracer.cut\":true,");
    } else {
      Attributes attributes = span.attributes();
      for (int i = 0; i < attributes.size(); i++) {
        if (!indexed.contains(attributes.name(i), attributes.value(i))) {
          member(attributes.name(i), attributes.value(i));
        }
      }
    }
    text("\"otel.status_description\":", span.statusDescription());
    text("\"otel.span_name\":", span.name());
    json.close('}').raw(',');
    if (segment && whole) {
      json.raw("\"resource\":");
      ValueText.write(json, span.resource().attributes());
      json.raw(',');
    }
    json.close('}').raw(',');
  }

  private void member(String name, Object value) {
    json.string(name.startsWith(RESERVED) ? '_' + name : name).raw(':');
    ValueText.write(json, value);
    json.raw(',');
  }

  private void text(String name, @Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      json.raw(name).string(text).raw(',');
    }
  }

  static @Nullable Object first(Attributes attributes, String newName, String oldName) {
    Object value = attributes.get(newName);
    return value != null ? value : attributes.get(oldName);
  }

  static @Nullable String asText(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }
}
