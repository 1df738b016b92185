// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Log lines that carry the trace: {@link dev.tracer.slf4j.MdcListener} for loggers behind SLF4J,
 * {@link dev.tracer.slf4j.TraceFormatter} for {@code java.util.logging}.
 */
@NullMarked
package dev.tracer.slf4j;

import org.jspecify.annotations.NullMarked;
