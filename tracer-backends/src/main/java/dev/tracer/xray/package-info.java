// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/** AWS X-Ray: its header and its trace ids. */
@NullMarked
package dev.tracer.xray;

import org.jspecify.annotations.NullMarked;
