// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import java.net.Proxy;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What {@link OtlpExporter.Builder} was told. Immutable. */
final class HttpSettings {
  final Endpoint endpoint;
  final HttpHeaders headers;
  final boolean gzip;
  final long timeoutNanos;
  final int maxRequestBytes;
  final @Nullable SSLSocketFactory sslSocketFactory;
  final @Nullable Proxy proxy;

  HttpSettings(OtlpExporter.Builder builder) {
    this.endpoint = builder.endpoint;
    this.headers = new HttpHeaders(builder.headers, builder.headerSupplier);
    this.gzip = builder.gzip;
    this.timeoutNanos = builder.timeout.toNanos();
    this.maxRequestBytes = builder.maxRequestBytes;
    this.sslSocketFactory = builder.sslSocketFactory;
    this.proxy = builder.proxy;
  }
}
