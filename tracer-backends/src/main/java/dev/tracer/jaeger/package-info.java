// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Jaeger: its older headers. */
@NullMarked
package dev.tracer.jaeger;

import org.jspecify.annotations.NullMarked;
