// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** What the packages of this module share; not exported. */
@NullMarked
package dev.tracer.backends.internal;

import org.jspecify.annotations.NullMarked;
