// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** A shop of Spring Boot services. */
package dev.tracer.examples.spring;
