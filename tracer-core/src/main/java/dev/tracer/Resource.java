// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The service, process and host that spans come from (OpenTelemetry resource SDK). Immutable.
 *
 * @since 0.1
 */
public final class Resource {
  /** The name of the attribute that every resource of a tracer has. */
  public static final String SERVICE_NAME = "service.name";

  /** What a service without a name is called. */
  public static final String UNKNOWN_SERVICE = "unknown_service:java";

  private static final Resource EMPTY = new Resource(Attributes.empty(), "");

  private final Attributes attributes;
  private final String schemaUrl;

  private Resource(Attributes attributes, String schemaUrl) {
    this.attributes = requireNonNull(attributes, "attributes");
    this.schemaUrl = requireNonNull(schemaUrl, "schemaUrl");
  }

  /** A resource that tells nothing. */
  public static Resource empty() {
    return EMPTY;
  }

  /** A resource without schema URL. */
  public static Resource of(Attributes attributes) {
    return new Resource(attributes, "");
  }

  /**
   * A resource whose attributes follow the conventions at {@code schemaUrl}.
   *
   * @throws NullPointerException naming the argument that is null
   */
  public static Resource of(Attributes attributes, String schemaUrl) {
    return new Resource(attributes, schemaUrl);
  }

  /** What it tells. */
  public Attributes attributes() {
    return attributes;
  }

  /** The conventions that the attributes follow; empty if unknown. */
  public String schemaUrl() {
    return schemaUrl;
  }

  /** The name of the service; {@link #UNKNOWN_SERVICE} if there is none, or an empty one. */
  public String serviceName() {
    Object name = attributes.get(SERVICE_NAME);
    return name == null || name.equals("") ? UNKNOWN_SERVICE : name.toString();
  }

  /**
   * This resource with the attributes of {@code updating}, which win. If the schema URLs contradict
   * each other, the merged one is empty.
   *
   * @throws NullPointerException if {@code updating} is null
   */
  public Resource merge(Resource updating) {
    requireNonNull(updating, "updating");
    String url =
        schemaUrl.isEmpty() || schemaUrl.equals(updating.schemaUrl)
            ? updating.schemaUrl
            : updating.schemaUrl.isEmpty() ? schemaUrl : "";
    return new Resource(attributes.toBuilder().setAll(updating.attributes).build(), url);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Resource that
        && attributes.equals(that.attributes)
        && schemaUrl.equals(that.schemaUrl);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return "Resource" + attributes;
  }
}
