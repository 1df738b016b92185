// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import org.springframework.boot.SpringBootVersion;

/** The Boot that these tests run on. */
final class Boot {
  static final boolean IS_4 = SpringBootVersion.getVersion().startsWith("4.");

  /** Leaves JPA out, which takes most of a start, under its name in either Boot. */
  static final String NO_JPA =
      "--spring.autoconfigure.exclude="
          + "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration,"
          + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration";

  private Boot() {}
}
