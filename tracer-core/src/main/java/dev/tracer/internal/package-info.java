// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Not for applications: no compatibility is promised. */
@NullMarked
package dev.tracer.internal;

import org.jspecify.annotations.NullMarked;
