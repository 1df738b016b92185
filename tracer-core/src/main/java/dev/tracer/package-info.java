// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * The tracing API: {@link dev.tracer.Tracer} makes {@link dev.tracer.Span spans}, {@link
 * dev.tracer.Context} carries them.
 */
@NullMarked
package dev.tracer;

import org.jspecify.annotations.NullMarked;
