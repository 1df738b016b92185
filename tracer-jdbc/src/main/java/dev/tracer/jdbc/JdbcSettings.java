// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

/**
 * What a {@link JdbcTracing} was built with. Immutable.
 *
 * @param queryText whether spans tell the sanitised text
 * @param rows whether spans count the rows that are read
 * @param transactions whether commit and rollback have spans
 * @param connections whether getConnection has spans
 * @param sqlCommenter whether the trace is told to the database in comments
 * @param errorMessages whether the messages of drivers are recorded
 * @param severalDatabases whether each connection is asked where it leads
 */
record JdbcSettings(
    boolean queryText,
    boolean rows,
    boolean transactions,
    boolean connections,
    boolean sqlCommenter,
    boolean errorMessages,
    boolean severalDatabases) {}
