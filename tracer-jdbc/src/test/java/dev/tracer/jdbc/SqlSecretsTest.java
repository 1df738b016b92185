// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that set passwords, without quotes where the dialect allows it. */
class SqlSecretsTest {
  private static final String[] SYSTEMS = {
    "postgresql", "mysql", "oracle.db", "microsoft.sql_server", "sqlite", "h2database", "other_sql"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE USER bob IDENTIFIED BY hunter2",
        "create user bob identified by values hunter2",
        "ALTER USER bob IDENTIFIED WITH sha256_password BY hunter2",
        "ALTER USER bob IDENTIFIED BY hunter2 REPLACE old",
        "ALTER USER bob PASSWORD hunter2",
        "ALTER USER sa SET PASSWORD hunter2",
        "/* admin */ ALTER /* x */ USER bob PASSWORD hunter2",
        "-- x\nALTER ROLE bob WITH PASSWORD hunter2",
        "CREATE ROLE bob LOGIN PASSWORD hunter2",
        "CREATE USER IF NOT EXISTS bob SALT ab HASH hunter2",
        "CREATE OR REPLACE USER bob RSA_PUBLIC_KEY=hunter2",
        "CREATE USER bob AS PERM=1e6, PASSWORD=hunter2",
        "MODIFY USER bob AS PASSWORD=hunter2",
        "CREATE LOGIN bob WITH PASSWORD = hunter2",
        "IF 1 = 1 CREATE LOGIN bob WITH PASSWORD = hunter2",
        "SELECT 1 CREATE LOGIN bob WITH PASSWORD = hunter2",
        "SELECT 1; ALTER USER bob PASSWORD hunter2",
        "BEGIN ALTER USER bob IDENTIFIED BY hunter2; END;",
        "BEGIN SELECT 1; ALTER USER bob PASSWORD hunter2; END;",
        "EXPLAIN ALTER USER bob PASSWORD hunter2",
        "ALTER APPLICATION ROLE r WITH PASSWORD = hunter2",
        "CREATE DATABASE LINK l CONNECT TO u IDENTIFIED BY hunter2",
        "CREATE PUBLIC DATABASE LINK l CONNECT TO u IDENTIFIED BY hunter2",
        "CREATE DATABASE SCOPED CREDENTIAL c WITH IDENTITY = x, SECRET = hunter2",
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = hunter2",
        "OPEN SYMMETRIC KEY k DECRYPTION BY PASSWORD = hunter2",
        "CREATE SUBSCRIPTION s CONNECTION hunter2 PUBLICATION p",
        "CREATE USER MAPPING FOR u SERVER s OPTIONS (password hunter2)",
        "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (PASSWORD hunter2)",
        "GRANT ALL ON x.* TO bob IDENTIFIED BY hunter2",
        "GRANT CONNECT TO bob IDENTIFIED BY hunter2",
        "GRANT USAGE ON *.* TO bob IDENTIFIED VIA ed25519 USING hunter2",
        "SET PASSWORD = hunter2",
        "SET PASSWORD FOR bob = PASSWORD(hunter2)",
        "SET PASSWORD hunter2",
        "SET SESSION AUTHORIZATION bob PASSWORD hunter2",
        "SET ENCRYPTION PASSWORD = hunter2",
        "SET my.api_token = hunter2",
        "CHANGE MASTER TO MASTER_PASSWORD=hunter2",
        "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = hunter2",
        "START REPLICA USER=u PASSWORD=hunter2",
        "CONNECT USER bob PASSWORD hunter2",
        "CONNECT bob/hunter2@db",
        "CONNECT TO db USER bob USING hunter2",
        "EXEC sp_addlogin bob, hunter2",
        "sp_addlogin bob, hunter2",
        "EXEC sp_password NULL, hunter2, bob",
        "USE master EXEC sp_addlogin bob, hunter2",
        "EXEC master..[sp_addlogin] bob, hunter2",
        "EXECUTE sp_addlinkedsrvlogin s, false, null, u, hunter2",
        "CALL mysql.create_user(bob, hunter2)",
        "{call change_password(hunter2)}",
        "PRAGMA key = hunter2",
        "PRAGMA main.rekey = hunter2",
        "ATTACH DATABASE f AS e KEY hunter2",
        "SCRIPT TO f CIPHER AES PASSWORD hunter2",
        "BACKUP DATABASE d TO DISK = f WITH PASSWORD = hunter2",
        "COPY t FROM s CREDENTIALS hunter2",
        "CREATE STAGE s CREDENTIALS=(AWS_SECRET_KEY=hunter2)"
      })
  void sanitize_statementThatSetsASecretIsHiddenWhole(String sql) {
    for (String system : SYSTEMS) {
      SanitizedSql sanitized = SqlSanitizer.of(system).sanitize(sql);
      assertThat(sanitized.text()).matches("([A-Z]+ )?\\?");
      assertThat(sanitized.summary()).matches("[A-Z]*");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT password, token FROM users WHERE login = ?",
        "UPDATE users SET password = ? WHERE id = ?",
        "INSERT INTO users (name, password) VALUES (?, ?)",
        "CREATE TABLE users (id int, password text)",
        "ALTER TABLE users ADD COLUMN password text",
        "CREATE INDEX i ON users (password)",
        "DROP USER bob",
        "PRAGMA foreign_keys = ON",
        "CREATE UNIQUE INDEX token_key ON tokens (token)",
        "SELECT identified, b FROM species GROUP BY identified",
        "GRANT SELECT (password) ON users TO bob",
        "SET search_path TO shop"
      })
  void sanitize_columnsOfThatNameAreKept(String sql) {
    assertThat(SqlSanitizer.of("postgresql").sanitize(sql).text()).isEqualTo(sql);
  }
}
