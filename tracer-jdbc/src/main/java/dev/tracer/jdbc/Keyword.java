// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import org.jspecify.annotations.Nullable;

/** The words of SQL that mean something to {@link SqlScanner}, by what they mean to it. */
enum Keyword {
  SELECT(Role.VERB),
  INSERT(Role.VERB),
  UPDATE(Role.VERB),
  DELETE(Role.VERB),
  MERGE(Role.VERB),
  REPLACE(Role.VERB),
  UPSERT(Role.VERB),
  TRUNCATE(Role.VERB),
  CALL(Role.VERB),
  EXEC(Role.VERB),
  EXECUTE(Role.VERB),
  CREATE(Role.VERB),
  ALTER(Role.VERB),
  MODIFY(Role.VERB),
  DROP(Role.VERB),
  COPY(Role.VERB),
  LOCK(Role.VERB),

  BEGIN(Role.FIRST_WORD),
  COMMIT(Role.FIRST_WORD),
  ROLLBACK(Role.FIRST_WORD),
  SAVEPOINT(Role.FIRST_WORD),
  START(Role.FIRST_WORD),
  SET(Role.FIRST_WORD),
  SHOW(Role.FIRST_WORD),
  EXPLAIN(Role.FIRST_WORD),
  PRAGMA(Role.FIRST_WORD),
  ATTACH(Role.FIRST_WORD),
  DETACH(Role.FIRST_WORD),
  GRANT(Role.FIRST_WORD),
  REVOKE(Role.FIRST_WORD),
  CONNECT(Role.FIRST_WORD),
  DECLARE(Role.FIRST_WORD),
  COMMENT(Role.FIRST_WORD),
  WITH(Role.FIRST_WORD),
  VALUES(Role.FIRST_WORD),
  DO(Role.FIRST_WORD),

  ANALYZE(Role.COMMAND),
  BACKUP(Role.COMMAND),
  BULK(Role.COMMAND),
  CHECK(Role.COMMAND),
  CHECKSUM(Role.COMMAND),
  CLUSTER(Role.COMMAND),
  DENY(Role.COMMAND),
  DESC(Role.COMMAND),
  DESCRIBE(Role.COMMAND),
  DISABLE(Role.COMMAND),
  ENABLE(Role.COMMAND),
  FLASHBACK(Role.COMMAND),
  LOAD(Role.COMMAND),
  OPTIMIZE(Role.COMMAND),
  PURGE(Role.COMMAND),
  REFRESH(Role.COMMAND),
  REINDEX(Role.COMMAND),
  RENAME(Role.COMMAND),
  REPAIR(Role.COMMAND),
  RESTORE(Role.COMMAND),
  USE(Role.COMMAND),
  VACUUM(Role.COMMAND),

  FROM(Role.TARGETS_FOLLOW),
  JOIN(Role.TARGETS_FOLLOW),
  INTO(Role.TARGETS_FOLLOW),
  USING(Role.TARGETS_FOLLOW),
  STRAIGHT_JOIN(Role.TARGETS_FOLLOW),

  WHERE(Role.TARGETS_END),
  GROUP(Role.TARGETS_END),
  ORDER(Role.TARGETS_END),
  HAVING(Role.TARGETS_END),
  LIMIT(Role.TARGETS_END),
  OFFSET(Role.TARGETS_END),
  FETCH(Role.TARGETS_END),
  FOR(Role.TARGETS_END),
  WINDOW(Role.TARGETS_END),
  RETURNING(Role.TARGETS_END),
  UNION(Role.TARGETS_END),
  INTERSECT(Role.TARGETS_END),
  EXCEPT(Role.TARGETS_END),
  MINUS(Role.TARGETS_END),

  TABLE(Role.OBJECT),
  VIEW(Role.OBJECT),
  INDEX(Role.OBJECT),
  SCHEMA(Role.OBJECT),
  DATABASE(Role.OBJECT),
  SEQUENCE(Role.OBJECT),
  FUNCTION(Role.OBJECT),
  PROCEDURE(Role.OBJECT),
  TRIGGER(Role.OBJECT),
  TYPE(Role.OBJECT),
  EXTENSION(Role.OBJECT),
  PACKAGE(Role.OBJECT),
  SYNONYM(Role.OBJECT),
  TABLESPACE(Role.OBJECT),
  DOMAIN(Role.OBJECT),
  AGGREGATE(Role.OBJECT),
  ALIAS(Role.OBJECT),
  COLLATION(Role.OBJECT),
  EVENT(Role.OBJECT),
  PUBLICATION(Role.OBJECT),
  RULE(Role.OBJECT),
  STATISTICS(Role.OBJECT),

  USER(Role.SECRET_OBJECT),
  ROLE(Role.SECRET_OBJECT),
  LOGIN(Role.SECRET_OBJECT),
  CREDENTIAL(Role.SECRET_OBJECT),
  SUBSCRIPTION(Role.SECRET_OBJECT),
  SERVER(Role.SECRET_OBJECT),
  MASTER(Role.SECRET_OBJECT),
  SYMMETRIC(Role.SECRET_OBJECT),
  ASYMMETRIC(Role.SECRET_OBJECT),
  CERTIFICATE(Role.SECRET_OBJECT),
  SECRET(Role.SECRET_OBJECT),
  CONNECTION(Role.SECRET_OBJECT),
  STAGE(Role.SECRET_OBJECT),
  LINK(Role.SECRET_OBJECT),

  ALL(Role.NOISE),
  ONLY(Role.NOISE),
  LATERAL(Role.NOISE),
  IF(Role.NOISE),
  NOT(Role.NOISE),
  EXISTS(Role.NOISE),
  LOW_PRIORITY(Role.NOISE),
  HIGH_PRIORITY(Role.NOISE),
  DELAYED(Role.NOISE),
  IGNORE(Role.NOISE),
  QUICK(Role.NOISE),
  OVERWRITE(Role.NOISE),
  CONCURRENTLY(Role.NOISE),
  OR(Role.NOISE),

  TRUE(Role.LITERAL),
  FALSE(Role.LITERAL),

  IN(Role.OTHER),
  AS(Role.OTHER),
  BY(Role.OTHER),
  VIA(Role.OTHER),
  ON(Role.OTHER),
  ELSE(Role.OTHER),
  THEN(Role.OTHER),
  WHEN(Role.OTHER),
  AND(Role.OTHER),
  BETWEEN(Role.OTHER),
  DEFAULT(Role.OTHER),
  DISTINCT(Role.OTHER),
  KEY(Role.OTHER),
  ARRAY(Role.OTHER),
  IDENTIFIED(Role.OTHER);

  /** What a keyword means to the scanner. */
  enum Role {
    /** Begins a statement or a part of one that has targets. */
    VERB,
    /** Begins a statement, or means nothing. */
    FIRST_WORD,
    /** Begins a statement that looks after the database, or is a name like any other. */
    COMMAND,
    /** Names of tables follow. */
    TARGETS_FOLLOW,
    /** No more names of tables. */
    TARGETS_END,
    /** What {@code CREATE}, {@code ALTER} and {@code DROP} are about. */
    OBJECT,
    /** The same, of objects that have passwords. */
    SECRET_OBJECT,
    /** May stand between a verb and its target. */
    NOISE,
    /** A value. */
    LITERAL,
    /** Matters in its place. */
    OTHER
  }

  private static final int TABLE_MASK = 511;
  private static final @Nullable Keyword[] TABLE_BY_HASH = table();

  final Role role;

  Keyword(Role role) {
    this.role = role;
  }

  private static @Nullable Keyword[] table() {
    @Nullable Keyword[] table = new @Nullable Keyword[TABLE_MASK + 1];
    for (Keyword keyword : values()) {
      int hash = 0;
      for (int i = 0; i < keyword.name().length(); i++) {
        hash = hash(hash, keyword.name().charAt(i));
      }
      int slot = hash & TABLE_MASK;
      while (table[slot] != null) {
        slot = (slot + 1) & TABLE_MASK;
      }
      table[slot] = keyword;
    }
    return table;
  }

  /** The hash of a word that grows by {@code c}; upper and lower case have the same. */
  static int hash(int hash, char c) {
    return hash * 31 + (c & 0xDF);
  }

  /** The keyword that stands in {@code sql[start, end)}, in any case; null if none does. */
  static @Nullable Keyword find(String sql, int start, int end, int hash) {
    int slot = hash & TABLE_MASK;
    Keyword keyword;
    while ((keyword = TABLE_BY_HASH[slot]) != null) {
      if (keyword.stands(sql, start, end)) {
        return keyword;
      }
      slot = (slot + 1) & TABLE_MASK;
    }
    return null;
  }

  private boolean stands(String sql, int start, int end) {
    String name = name();
    if (name.length() != end - start) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ((sql.charAt(start + i) & 0xFFDF) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
