// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

/** Names of attributes (semantic conventions 1.44.0, "Database client spans"). */
final class Names {
  static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.44.0";
  static final String SYSTEM = "db.system.name";
  static final String NAMESPACE = "db.namespace";
  static final String ORACLE_SERVICE = "oracle.db.service";
  static final String ORACLE_INSTANCE = "oracle.db.instance.name";
  static final String COLLECTION = "db.collection.name";
  static final String PROCEDURE = "db.stored_procedure.name";
  static final String OPERATION = "db.operation.name";
  static final String BATCH_SIZE = "db.operation.batch.size";
  static final String QUERY_TEXT = "db.query.text";
  static final String QUERY_SUMMARY = "db.query.summary";
  static final String RETURNED_ROWS = "db.response.returned_rows";
  static final String STATUS_CODE = "db.response.status_code";
  static final String ERROR_TYPE = "error.type";
  static final String SERVER_ADDRESS = "server.address";
  static final String SERVER_PORT = "server.port";

  private Names() {}
}
