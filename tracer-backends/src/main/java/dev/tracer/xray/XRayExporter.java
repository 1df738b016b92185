// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.export.ExportResult;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanExporter;
import dev.tracer.export.send.SendingExporter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to AWS X-Ray as segment documents: to the X-Ray daemon on this host by UDP, or to the
 * API by HTTPS. Use it with {@link XRayIds}.
 *
 * <pre>{@code
 * Tracer tracer =
 *     Tracer.builder("checkout")
 *         .idGenerator(XRayIds.create())
 *         .propagator(XRayPropagator.create())
 *         .exporter(XRayExporter.daemon())
 *         .build();
 * }</pre>
 *
 * <p>By UDP nobody says whether a document arrived: {@code exported} counts those that the network
 * took. X-Ray has no place for trace state, links and events other than exceptions. It serves one
 * tracer. Threads: as {@link SpanExporter} says.
 *
 * @since 0.1
 */
public final class XRayExporter implements SpanExporter {
  private final SendingExporter delegate;

  XRayExporter(SendingExporter delegate) {
    this.delegate = delegate;
  }

  /**
   * An exporter to the daemon at {@code AWS_XRAY_DAEMON_ADDRESS}, or at 127.0.0.1:2000 if that is
   * not set.
   *
   * @throws IllegalArgumentException if the variable holds no address
   */
  public static XRayExporter daemon() {
    return builder().build();
  }

  /** Starts to describe an exporter. */
  public static XRayExporterBuilder builder() {
    return new XRayExporterBuilder();
  }

  @Override
  public void attach() {
    delegate.attach();
  }

  @Override
  public ExportResult export(List<SpanData> spans) {
    return delegate.export(spans);
  }

  @Override
  public void close(Duration timeout) {
    delegate.close(timeout);
  }

  /** {@code xray-daemon} or {@code xray-api}. */
  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public @Nullable String trouble() {
    return delegate.trouble();
  }

  @Override
  public String destination() {
    return delegate.destination();
  }

  /** Where it sends to. */
  @Override
  public String toString() {
    return "XRayExporter{" + delegate.destination() + '}';
  }
}
