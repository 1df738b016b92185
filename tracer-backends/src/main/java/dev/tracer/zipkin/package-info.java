// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Zipkin: B3 headers. */
@NullMarked
package dev.tracer.zipkin;

import org.jspecify.annotations.NullMarked;
