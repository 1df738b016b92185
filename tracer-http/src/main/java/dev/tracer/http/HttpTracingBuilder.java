// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import dev.tracer.Tracer;
import dev.tracer.internal.HttpText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Describes an {@link HttpTracing}. All methods throw {@code NullPointerException} naming the
 * argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class HttpTracingBuilder {
  static final Predicate<String> EVERY_HOST = host -> true;
  static final Predicate<String> NO_HOST = host -> false;

  private static final String KNOWN_METHODS = "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS";

  // read by Settings
  final Tracer tracer;
  InboundPolicy inbound = InboundPolicy.trust();
  @Nullable Function<RequestView, InboundPolicy> inboundByRequest;
  @Nullable Predicate<RequestView> untraced;
  Predicate<String> traceTo = EVERY_HOST;
  Predicate<String> baggageTo = EVERY_HOST;
  Set<String> knownMethods = Names.KNOWN_METHODS;
  Set<String> redactedKeys = Names.REDACTED_KEYS;
  List<String> requestHeaders = List.of();
  List<String> responseHeaders = List.of();
  boolean oldNames;
  boolean serverTiming;
  Predicate<String> verdictsFrom = NO_HOST;
  final List<HttpHook> hooks = new ArrayList<>();
  @Nullable HttpMetrics metrics;

  HttpTracingBuilder(Tracer tracer) {
    this.tracer = requireNonNull(tracer, "tracer");
  }

  /**
   * A builder as the environment variables and system properties of this process describe it:
   * {@code OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS} is a comma-separated list for {@link
   * #knownMethods} (semantic conventions, "HTTP spans"). A list with something else in it is warned
   * of and left out.
   */
  public static HttpTracingBuilder fromEnvironment(Tracer tracer) {
    return of(tracer, dev.tracer.config.Settings.ofProcess());
  }

  static HttpTracingBuilder of(Tracer tracer, dev.tracer.config.Settings environment) {
    HttpTracingBuilder builder = new HttpTracingBuilder(tracer);
    if (environment.isSet(KNOWN_METHODS)) {
      Set<String> methods = new HashSet<>();
      for (String part : environment.text(KNOWN_METHODS, "").split(",", -1)) {
        if (!part.isBlank()) {
          methods.add(part.strip());
        }
      }
      try {
        builder.knownMethods(methods);
      } catch (IllegalArgumentException e) {
        environment.warn(KNOWN_METHODS, "is left out: " + e.getMessage());
      }
    }
    return builder;
  }

  /** Sets how far servers believe the trace headers of their callers; by default, fully. */
  public HttpTracingBuilder inbound(InboundPolicy policy) {
    this.inbound = requireNonNull(policy, "policy");
    this.inboundByRequest = null;
    return this;
  }

  /**
   * Sets how far servers believe the trace headers of their callers, request by request: {@code r
   * -> r.path().startsWith("/internal/") ? trust() : link()}. Make policies beforehand; a cap
   * counts for the policy it was made with. Whatever throws or answers null is {@link
   * InboundPolicy#ignore()}.
   */
  public HttpTracingBuilder inbound(Function<RequestView, InboundPolicy> policy) {
    this.inboundByRequest = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets which requests, in and out, have no span at all; by default none. What a server does for
   * such a request is not traced either, and such a call of a client takes no trace headers along.
   * {@link #metrics} do not count them. For what is only rarely interesting, a sampler is better.
   */
  public HttpTracingBuilder untraced(Predicate<RequestView> requests) {
    this.untraced = requireNonNull(requests, "requests");
    return this;
  }

  /** Adds a hook that tells more about the spans, after those that were added before. */
  public HttpTracingBuilder hook(HttpHook hook) {
    hooks.add(requireNonNull(hook, "hook"));
    return this;
  }

  /** Sets who learns how long requests took; by default nobody. */
  public HttpTracingBuilder metrics(HttpMetrics metrics) {
    this.metrics = requireNonNull(metrics, "metrics");
    return this;
  }

  /**
   * Sets which hosts get trace headers and baggage; by default all. Calls of other hosts have spans
   * all the same. A redirect that the JDK follows takes the headers of the first request along.
   *
   * @param host takes the host of a request's URI, in lower case
   */
  public HttpTracingBuilder propagateTo(Predicate<String> host) {
    this.traceTo = requireNonNull(host, "host");
    return this;
  }

  /**
   * Sets which of the hosts that get trace headers get baggage as well; by default all. Baggage may
   * hold what the application knows about its user: hand it to hosts of your own only.
   *
   * @param host takes the host of a request's URI, in lower case
   */
  public HttpTracingBuilder baggageTo(Predicate<String> host) {
    this.baggageTo = requireNonNull(host, "host");
    return this;
  }

  /**
   * Replaces the methods that spans and metrics name, compared with regard to case. Any other is
   * {@code _OTHER} there, and {@code HTTP} in the span's name. By default those of RFC 9110, PATCH
   * and QUERY (semantic conventions, "http.request.method").
   *
   * @throws IllegalArgumentException if one of {@code methods} is no token (RFC 9110, 9.1)
   */
  public HttpTracingBuilder knownMethods(Set<String> methods) {
    for (String method : requireNonNull(methods, "methods")) {
      if (!HttpText.isToken(requireNonNull(method, "methods"))) {
        throw new IllegalArgumentException("methods must be tokens of HTTP: \"" + method + '"');
      }
    }
    this.knownMethods = Set.copyOf(methods);
    return this;
  }

  /**
   * Replaces the names whose values are redacted in queries, fragments and path parameters of URLs,
   * of clients and servers; compared without regard to case. By default those of signatures of AWS,
   * Azure and Google Cloud (semantic conventions, "url.full") and those that commonly hold
   * passwords, tokens, OAuth codes and session ids; the module's README lists them.
   */
  public HttpTracingBuilder redactQueryKeys(Set<String> keys) {
    Set<String> lower = new HashSet<>();
    for (String key : requireNonNull(keys, "keys")) {
      lower.add(requireNonNull(key, "keys").toLowerCase(Locale.ROOT));
    }
    this.redactedKeys = Set.copyOf(lower);
    return this;
  }

  /**
   * Adds request headers to record, as {@code http.request.header.NAME}; by default none.
   *
   * @throws IllegalArgumentException if one of {@code names} is no name of a header
   */
  public HttpTracingBuilder requestHeaders(String... names) {
    this.requestHeaders = lowerCase(requestHeaders, names);
    return this;
  }

  /**
   * Adds response headers to record, as {@code http.response.header.NAME}; by default none.
   *
   * @throws IllegalArgumentException if one of {@code names} is no name of a header
   */
  public HttpTracingBuilder responseHeaders(String... names) {
    this.responseHeaders = lowerCase(responseHeaders, names);
    return this;
  }

  /**
   * Sets the attributes of older conventions ({@code http.method}, {@code http.status_code}, {@code
   * net.peer.name}, ...) in addition to the present ones, for dashboards that still ask for them.
   */
  public HttpTracingBuilder oldNames(boolean oldNames) {
    this.oldNames = oldNames;
    return this;
  }

  /**
   * Lets servers tell callers the trace of a request, in the response header {@code Server-Timing:
   * trace;desc=00-TRACE-SPAN-FLAGS} (W3C Trace Context Level 3, editor's draft, "Trace Context
   * Server Timing Metric Format"); with {@code ;th=0} if it was kept for itself and not as one of a
   * share. Off by default, as every caller sees it.
   */
  public HttpTracingBuilder serverTiming(boolean send) {
    this.serverTiming = send;
    return this;
  }

  /**
   * Sets which hosts clients believe when they say, as {@link #serverTiming} has them do, that they
   * keep a trace that was sent to them: the tail sampler keeps it here as well then, up to 100 a
   * second. By default none. Name hosts of your own only.
   *
   * @param host takes the host of a request's URI, in lower case
   */
  public HttpTracingBuilder verdictsFrom(Predicate<String> host) {
    this.verdictsFrom = requireNonNull(host, "host");
    return this;
  }

  private static List<String> lowerCase(List<String> known, String... names) {
    List<String> all = new ArrayList<>(known);
    for (String name : requireNonNull(names, "names")) {
      String lower = requireNonNull(name, "names").toLowerCase(Locale.ROOT);
      if (!HttpText.isToken(lower)) {
        throw new IllegalArgumentException("names must be those of headers: \"" + name + '"');
      }
      if (!all.contains(lower)) {
        all.add(lower);
      }
    }
    return List.copyOf(all);
  }

  /** Makes it. */
  public HttpTracing build() {
    return new HttpTracing(new Settings(this));
  }
}
