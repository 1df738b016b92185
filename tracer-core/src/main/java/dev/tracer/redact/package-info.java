// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** What of a span may leave the process; begin with {@link dev.tracer.redact.Redaction}. */
@NullMarked
package dev.tracer.redact;

import org.jspecify.annotations.NullMarked;
