// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.InstrumentationScope;
import dev.tracer.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Describes an {@link HttpTracing}. All methods throw {@code NullPointerException} naming the
 * argument that is null. Confined to one thread.
 *
 * @since 0.1
 */
public final class HttpTracingBuilder {
  private final Tracer tracer;
  private InboundPolicy inbound = InboundPolicy.trust();
  private Predicate<String> traceTo = host -> true;
  private Predicate<String> baggageTo = host -> true;
  private Set<String> redactedKeys = Names.REDACTED_KEYS;
  private List<String> requestHeaders = List.of();
  private List<String> responseHeaders = List.of();
  private boolean oldNames;
  private boolean serverTiming;
  private Predicate<String> verdictsFrom = host -> false;

  HttpTracingBuilder(Tracer tracer) {
    this.tracer = requireNonNull(tracer, "tracer");
  }

  /** Sets how far servers believe the trace headers of their callers; by default, fully. */
  public HttpTracingBuilder inbound(InboundPolicy policy) {
    this.inbound = requireNonNull(policy, "policy");
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
   * Replaces the query keys whose values are redacted, in URLs of clients and servers. They are
   * case-sensitive. By default those of the signatures of AWS, Azure and Google Cloud (semantic
   * conventions, "url.full").
   */
  public HttpTracingBuilder redactQueryKeys(Set<String> keys) {
    this.redactedKeys = Set.copyOf(requireNonNull(keys, "keys"));
    return this;
  }

  /** Adds request headers to record, as {@code http.request.header.NAME}; by default none. */
  public HttpTracingBuilder requestHeaders(String... names) {
    this.requestHeaders = lowerCase(requestHeaders, names);
    return this;
  }

  /** Adds response headers to record, as {@code http.response.header.NAME}; by default none. */
  public HttpTracingBuilder responseHeaders(String... names) {
    this.responseHeaders = lowerCase(responseHeaders, names);
    return this;
  }

  /**
   * Sets the attributes of older conventions ({@code http.method}, {@code http.status_code}, {@code
   * net.peer.name}, ...) in addition to the present ones, for dashboards that still ask for them.
   */
  public HttpTracingBuilder dup(boolean oldNamesToo) {
    this.oldNames = oldNamesToo;
    return this;
  }

  /**
   * Lets servers tell callers the trace of a request, in the response header {@code Server-Timing:
   * trace;desc=00-TRACE-SPAN-FLAGS} (W3C Trace Context Level 2 draft, "Response header"); with
   * {@code ;th=0} if it was kept for itself and not as one of a share. Off by default, as every
   * caller sees it.
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
      if (lower.isEmpty()) {
        throw new IllegalArgumentException("names must not contain an empty one");
      }
      if (!all.contains(lower)) {
        all.add(lower);
      }
    }
    return List.copyOf(all);
  }

  /** Makes it. */
  public HttpTracing build() {
    // All modules of a release have one version.
    Object version = tracer.resource().attributes().get("telemetry.sdk.version");
    InstrumentationScope scope =
        new InstrumentationScope(
            "dev.tracer.http",
            version instanceof String text ? text : "",
            Names.SCHEMA_URL,
            Attributes.empty());
    return new HttpTracing(
        new Settings(
            tracer.instrumentation(scope),
            inbound,
            traceTo,
            baggageTo,
            redactedKeys,
            requestHeaders,
            responseHeaders,
            oldNames,
            serverTiming,
            new Verdicts(verdictsFrom)));
  }
}
