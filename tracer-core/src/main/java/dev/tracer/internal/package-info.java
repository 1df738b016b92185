// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Not for applications: no compatibility is promised. */
package dev.tracer.internal;
