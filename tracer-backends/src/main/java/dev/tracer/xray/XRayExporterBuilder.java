// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import static java.util.Objects.requireNonNull;

import dev.tracer.export.send.Encoding;
import dev.tracer.export.send.Endpoint;
import dev.tracer.export.send.HttpSender;
import dev.tracer.export.send.Sender;
import dev.tracer.export.send.SendingExporter;
import dev.tracer.export.send.SendingExporterBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link XRayExporter}: to the daemon, unless {@link #api} is called. All methods
 * throw {@code NullPointerException} naming the argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class XRayExporterBuilder {
  private static final String PATH = "/TraceSegments";
  private static final int API_REQUEST_BYTES = 4 * 1024 * 1024;

  private @Nullable String daemonAddress;
  private @Nullable Sender api;
  private Duration timeout = Duration.ofSeconds(10);
  private IndexedAttributes indexed = new IndexedAttributes(false, Set.of());

  XRayExporterBuilder() {}

  /**
   * Sets the daemon's address, {@code host:port} or {@code tcp:host:port udp:host:port}. By default
   * {@code AWS_XRAY_DAEMON_ADDRESS} tells it, else it is 127.0.0.1:2000.
   */
  public XRayExporterBuilder daemonAddress(String address) {
    this.daemonAddress = requireNonNull(address, "address");
    return this;
  }

  /**
   * Sends to X-Ray's API in a region of AWS or AWS China, without a daemon ({@code
   * PutTraceSegments}).
   *
   * @param credentials asked before each request
   */
  public XRayExporterBuilder api(String region, Supplier<AwsCredentials> credentials) {
    boolean inChina = requireNonNull(region, "region").startsWith("cn-");
    String domain = inChina ? "amazonaws.com.cn" : "amazonaws.com";
    return api("https://xray." + region + '.' + domain, region, credentials);
  }

  /**
   * Sends to an API at another address, a VPC endpoint for instance.
   *
   * @param url without path
   * @throws IllegalArgumentException if {@code url} is not a URL of HTTP or HTTPS
   */
  public XRayExporterBuilder api(String url, String region, Supplier<AwsCredentials> credentials) {
    Endpoint endpoint = Endpoint.of("url", url).withPathSuffix(PATH);
    this.api =
        HttpSender.builder(endpoint).signer(AwsV4Signer.of(region, "xray", credentials)).build();
    return this;
  }

  /**
   * Names the attributes that X-Ray can search for ("annotations", at most 50 a document); none by
   * default. Characters that annotations may not have become underscores.
   */
  public XRayExporterBuilder indexed(String... names) {
    Set<String> distinct = new HashSet<>();
    for (String name : requireNonNull(names, "names")) {
      distinct.add(requireNonNull(name, "names"));
    }
    this.indexed = new IndexedAttributes(false, distinct);
    return this;
  }

  /** Makes every attribute searchable that can be, up to 50 a document. */
  public XRayExporterBuilder indexAll() {
    this.indexed = new IndexedAttributes(true, Set.of());
    return this;
  }

  /**
   * Sets how long the export of a batch may take; 10 seconds by default.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive or more than a day
   */
  public XRayExporterBuilder timeout(Duration timeout) {
    this.timeout = requireNonNull(timeout, "timeout");
    return this;
  }

  /**
   * Makes the exporter.
   *
   * @throws IllegalArgumentException if the daemon's address is none
   */
  public XRayExporter build() {
    return new XRayExporter(
        api != null
            ? exporter("xray-api", new ApiEncoding(indexed), api, API_REQUEST_BYTES)
            : exporter(
                "xray-daemon",
                new DaemonEncoding(indexed),
                new DaemonSender(DaemonAddress.parse(address())),
                SegmentWriter.MAX_BYTES));
  }

  private String address() {
    return daemonAddress != null
        ? daemonAddress
        : DaemonAddress.ofVariable(System.getenv(DaemonAddress.VARIABLE));
  }

  private SendingExporter exporter(String name, Encoding encoding, Sender sender, int maxBytes) {
    SendingExporterBuilder builder = SendingExporter.builder(name);
    return builder
        .encoding(encoding)
        .sender(sender)
        .maxRequestBytes(maxBytes)
        .timeout(timeout)
        .build();
  }
}
