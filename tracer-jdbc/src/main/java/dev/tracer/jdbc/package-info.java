// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Database spans: {@link dev.tracer.jdbc.JdbcTracing} for JDBC, {@link dev.tracer.jdbc.DbSpans} for
 * other clients, {@link dev.tracer.jdbc.SqlSanitizer} for what may be recorded of a statement.
 */
@NullMarked
package dev.tracer.jdbc;

import org.jspecify.annotations.NullMarked;
