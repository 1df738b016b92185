// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** The way of an ended span: filter, processor, {@link dev.tracer.export.SpanExporter exporter}. */
@NullMarked
package dev.tracer.export;

import org.jspecify.annotations.NullMarked;
