// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** Spans of three APIs in one trace. */
package dev.tracer.examples.bridges;
