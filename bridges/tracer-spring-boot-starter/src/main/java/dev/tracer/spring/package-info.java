// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Tracer in Spring Boot: auto-configuration for 3.5 and 4.0. Begin with {@link
 * dev.tracer.spring.TracerAutoConfiguration}.
 */
@NullMarked
package dev.tracer.spring;

import org.jspecify.annotations.NullMarked;
