// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.Attributes;

/**
 * A statement of a database as its spans tell it. Immutable, made once for each statement.
 *
 * @param sql what may be recorded of it
 * @param spanName its summary, or the best name there is
 * @param attributes what is known before it is executed
 */
record Query(SanitizedSql sql, String spanName, Attributes attributes) {}
