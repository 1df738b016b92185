// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.micrometer;

import static java.util.Objects.requireNonNull;

import dev.tracer.Tracer;
import java.util.List;

/**
 * Describes Micrometer Tracing over a tracer. Names of fields are compared whatever their case.
 * Baggage in log lines is a matter of the tracer: {@link CorrelationListener}. Confined to one
 * thread.
 *
 * @since 0.1
 */
public final class MicrometerTracingBuilder {
  private final Tracer tracer;
  private List<String> remoteFields = List.of();
  private List<String> localFields = List.of();
  private List<String> tagFields = List.of();

  MicrometerTracingBuilder(Tracer tracer) {
    this.tracer = requireNonNull(tracer, "tracer");
  }

  /**
   * Fields of baggage that travel to other services. All baggage does but {@link #localFields};
   * what is named here an observation's key values of that name become as well, while its scope is
   * open.
   *
   * @throws NullPointerException if {@code names} or one of them is null
   * @throws IllegalArgumentException if one of them is blank
   */
  public MicrometerTracingBuilder remoteFields(List<String> names) {
    this.remoteFields = checked(names, "remoteFields");
    return this;
  }

  /**
   * Fields of baggage that never leave the process, and that nobody outside can set.
   *
   * @throws NullPointerException if {@code names} or one of them is null
   * @throws IllegalArgumentException if one of them is blank
   */
  public MicrometerTracingBuilder localFields(List<String> names) {
    this.localFields = checked(names, "localFields");
    return this;
  }

  /**
   * Fields of baggage that are attributes of spans as well: of each span that starts through
   * Micrometer, and of the current one when they are set. For spans that start in other ways there
   * is {@link BaggageTags}.
   *
   * @throws NullPointerException if {@code names} or one of them is null
   * @throws IllegalArgumentException if one of them is blank
   */
  public MicrometerTracingBuilder tagFields(List<String> names) {
    this.tagFields = checked(names, "tagFields");
    return this;
  }

  private static List<String> checked(List<String> names, String argument) {
    List<String> copy = List.copyOf(requireNonNull(names, argument));
    for (String name : copy) {
      if (name.isBlank()) {
        throw new IllegalArgumentException(argument + " must not have a blank name: " + names);
      }
    }
    return copy;
  }

  /**
   * Makes it.
   *
   * @throws IllegalArgumentException if a field is to be both remote and local
   */
  public MicrometerTracing build() {
    return new MicrometerTracing(tracer, new BaggageFields(remoteFields, localFields, tagFields));
  }
}
