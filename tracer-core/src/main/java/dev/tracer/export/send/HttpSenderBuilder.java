// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import static java.util.Objects.requireNonNull;

import java.net.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link HttpSender}. All methods throw {@code NullPointerException} naming the
 * argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class HttpSenderBuilder {
  final Endpoint endpoint;

  /** Credentials as a rule: they appear in no message. */
  final Map<String, String> headers = new LinkedHashMap<>();

  @Nullable Supplier<Map<String, String>> headerSupplier;
  @Nullable RequestSigner signer;
  boolean gzip;
  @Nullable SSLSocketFactory sslSocketFactory;
  @Nullable Proxy proxy;
  String hint = "";
  int wrongPort;
  Timing timing = Timing.SYSTEM;

  HttpSenderBuilder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  private HttpSenderBuilder(Endpoint endpoint, HttpSenderBuilder other) {
    this.endpoint = endpoint;
    this.headers.putAll(other.headers);
    this.headerSupplier = other.headerSupplier;
    this.signer = other.signer;
    this.gzip = other.gzip;
    this.sslSocketFactory = other.sslSocketFactory;
    this.proxy = other.proxy;
    this.hint = other.hint;
    this.wrongPort = other.wrongPort;
    this.timing = other.timing;
  }

  /** A builder with the same settings for another server. */
  public HttpSenderBuilder withEndpoint(Endpoint other) {
    return new HttpSenderBuilder(requireNonNull(other, "endpoint"), this);
  }

  /**
   * Adds a header to all requests, {@code Authorization} or an API key for instance. A second one
   * of the same name replaces the first. {@code Proxy-Authorization} is sent to proxies only.
   *
   * @param name not one of those that the sender decides: {@code Content-Type} and its like
   * @param value visible ASCII, spaces and tabs
   * @throws IllegalArgumentException naming the header that is not legal
   */
  public HttpSenderBuilder header(String name, String value) {
    HttpFields.check(name, value);
    headers.put(name, value);
    return this;
  }

  /**
   * Asks for headers before each attempt, for tokens that expire; a request that is answered with
   * 401 is sent once more with new ones. They win over those of {@link #header}. The supplier is
   * called on the sender's thread and may take part of the time for the request; if it throws or
   * its headers are not legal, the request fails.
   */
  public HttpSenderBuilder headers(Supplier<Map<String, String>> supplier) {
    this.headerSupplier = requireNonNull(supplier, "supplier");
    return this;
  }

  /** Signs each attempt, after all other headers are known; none by default. */
  public HttpSenderBuilder signer(RequestSigner signer) {
    this.signer = requireNonNull(signer, "signer");
    return this;
  }

  /** Compresses requests; off by default. Worth it on slow networks: a tenth of the bytes. */
  public HttpSenderBuilder gzip(boolean gzip) {
    this.gzip = gzip;
    return this;
  }

  /** Sets trust and client certificates for HTTPS; the JDK's defaults otherwise. */
  public HttpSenderBuilder sslSocketFactory(SSLSocketFactory factory) {
    this.sslSocketFactory = requireNonNull(factory, "factory");
    return this;
  }

  /** Sets a proxy; otherwise the JDK's settings decide ({@code http.proxyHost} and so on). */
  public HttpSenderBuilder proxy(Proxy proxy) {
    this.proxy = requireNonNull(proxy, "proxy");
    return this;
  }

  /**
   * Sets what messages say if the server seems to be the wrong one: it does not know the path or
   * the method, or does not speak HTTP.
   *
   * @param hint a sentence without a full stop
   * @param wrongPort a port at which something else listens as a rule; 0 for none
   */
  public HttpSenderBuilder hint(String hint, int wrongPort) {
    this.hint = requireNonNull(hint, "hint");
    this.wrongPort = wrongPort;
    return this;
  }

  /** Sets the clock that tests control. */
  HttpSenderBuilder timing(Timing timing) {
    this.timing = timing;
    return this;
  }

  /** Makes the sender. It connects with the first request. */
  public HttpSender build() {
    return new HttpSender(new HttpSenderBuilder(endpoint, this));
  }
}
