// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import dev.tracer.export.send.Encoding;

/**
 * The encodings of OTLP, for those who send by ways of their own: each request is an {@code
 * ExportTraceServiceRequest}, which is the same as {@code TracesData}. Answers are read as those of
 * OTLP over HTTP, in JSON or protobuf, whatever the request was in.
 *
 * @since 0.1
 */
public final class OtlpEncoding {
  private OtlpEncoding() {}

  /** OTLP as JSON. */
  public static Encoding json() {
    return new OtlpJsonEncoding("application/json", "");
  }

  /** OTLP in protobuf. */
  public static Encoding protobuf() {
    return new OtlpProtobufEncoding();
  }

  /**
   * OTLP as JSON, each request a line (JSON Lines; OpenTelemetry, "OpenTelemetry Protocol File
   * Exporter").
   */
  public static Encoding jsonLines() {
    return new OtlpJsonEncoding("application/jsonl", "\n");
  }
}
