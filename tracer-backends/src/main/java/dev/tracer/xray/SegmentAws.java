// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Attributes;
import dev.tracer.internal.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The member {@code aws} of a document for a call of AWS, and whom it goes to. */
final class SegmentAws {
  private SegmentAws() {}

  /** Whether these are the attributes of a call by an SDK of AWS. */
  static boolean isCall(Attributes attributes) {
    return "aws-api".equals(SegmentWriter.first(attributes, "rpc.system.name", "rpc.system"));
  }

  /** The service that is called, {@code DynamoDB}; null if the attributes do not tell it. */
  static @Nullable String service(Attributes attributes) {
    String service = SegmentWriter.asText(attributes.get("rpc.service"));
    String method = method(attributes);
    int slash = method.lastIndexOf('/');
    return service != null || slash <= 0 ? service : method.substring(0, slash);
  }

  /** Writes it, and a comma; nothing for an attribute that is missing. */
  static void write(JsonWriter json, Attributes attributes) {
    String method = method(attributes);
    json.raw("\"aws\":{");
    text(json, "\"operation\":", method.substring(method.lastIndexOf('/') + 1));
    text(json, "\"region\":", attributes.get("cloud.region"));
    text(json, "\"request_id\":", attributes.get("aws.request_id"));
    text(json, "\"queue_url\":", attributes.get("aws.sqs.queue.url"));
    if (attributes.get("aws.dynamodb.table_names") instanceof List<?> tables
        && tables.size() == 1) {
      text(json, "\"table_name\":", tables.get(0));
    }
    json.close('}').raw(',');
  }

  /** {@code Service/Operation} or {@code Operation}; empty if it is not told. */
  private static String method(Attributes attributes) {
    String method = SegmentWriter.asText(attributes.get("rpc.method"));
    return method == null ? "" : method;
  }

  private static void text(JsonWriter json, String name, @Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      json.raw(name).string(text).raw(',');
    }
  }
}
