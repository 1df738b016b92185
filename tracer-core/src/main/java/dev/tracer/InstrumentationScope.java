// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The library whose code made a span (OpenTelemetry glossary, "Instrumentation Scope"). Immutable.
 *
 * @param name the library, usually a module or package name; may be empty
 * @param version the library's version; may be empty
 * @param schemaUrl the URL of the conventions that its attributes follow; may be empty
 * @param attributes more about the library
 * @since 0.1
 */
public record InstrumentationScope(
    String name, String version, String schemaUrl, Attributes attributes) {
  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the component that is null
   */
  public InstrumentationScope {
    requireNonNull(name, "name");
    requireNonNull(version, "version");
    requireNonNull(schemaUrl, "schemaUrl");
    requireNonNull(attributes, "attributes");
  }

  // written out, as the first call of those of a record takes a fresh virtual machine 20 ms

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstrumentationScope that
        && name.equals(that.name)
        && version.equals(that.version)
        && schemaUrl.equals(that.schemaUrl)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + version.hashCode();
  }

  /** A scope without schema URL and attributes. */
  public static InstrumentationScope of(String name, String version) {
    return new InstrumentationScope(name, version, "", Attributes.empty());
  }
}
