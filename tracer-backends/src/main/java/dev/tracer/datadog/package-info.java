// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Datadog: its headers. */
@NullMarked
package dev.tracer.datadog;

import org.jspecify.annotations.NullMarked;
