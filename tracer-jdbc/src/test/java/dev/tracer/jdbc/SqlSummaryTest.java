// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Summaries of the statements of each dialect that look after a database, and others of its own.
 */
class SqlSummaryTest {
  private static void assertSummary(String system, String sql, String expected) {
    assertThat(SqlSanitizer.of(system).sanitize(sql).summary()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          VACUUM => VACUUM
          VACUUM orders => VACUUM orders
          VACUUM FULL orders => VACUUM orders
          VACUUM (VERBOSE, ANALYZE) orders => VACUUM orders
          VACUUM FULL ANALYZE shop.orders => VACUUM shop.orders
          VACUUM (FULL true) a, b => VACUUM a b
          ANALYZE => ANALYZE
          ANALYZE orders => ANALYZE orders
          ANALYZE VERBOSE orders (id) => ANALYZE orders
          ANALYZE orders, items => ANALYZE orders items
          EXPLAIN SELECT * FROM a => EXPLAIN SELECT a
          EXPLAIN ANALYZE SELECT * FROM a => EXPLAIN SELECT a
          EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM a => EXPLAIN SELECT a
          EXPLAIN (ANALYZE) UPDATE a SET b=1 => EXPLAIN UPDATE a
          LOCK TABLE orders IN ACCESS EXCLUSIVE MODE => LOCK orders
          LOCK orders => LOCK orders
          LOCK TABLE ONLY a, b IN SHARE MODE NOWAIT => LOCK a b
          REINDEX TABLE orders => REINDEX orders
          REINDEX INDEX CONCURRENTLY i => REINDEX INDEX i
          REINDEX (VERBOSE) DATABASE shop => REINDEX DATABASE shop
          CLUSTER orders USING orders_pk => CLUSTER orders
          CLUSTER => CLUSTER
          TRUNCATE TABLE a, b CASCADE => TRUNCATE a b
          COPY orders FROM STDIN => COPY orders
          COPY orders (a, b) TO '/tmp/x' => COPY orders
          COPY (SELECT * FROM orders) TO STDOUT => COPY SELECT orders
          LISTEN chan => LISTEN
          UNLISTEN * => UNLISTEN
          NOTIFY chan, 'x' => NOTIFY
          DISCARD ALL => DISCARD
          RESET ALL => RESET
          RESET search_path => RESET
          CHECKPOINT => CHECKPOINT
          DEALLOCATE ALL => DEALLOCATE
          DEALLOCATE p1 => DEALLOCATE
          PREPARE p1 (int) AS SELECT * FROM orders WHERE id=$1 => PREPARE SELECT orders
          EXECUTE p1(1) => EXECUTE p1
          REFRESH MATERIALIZED VIEW CONCURRENTLY mv => REFRESH VIEW mv
          CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (a) => CREATE INDEX i
          CREATE UNIQUE INDEX i ON orders (a) => CREATE INDEX i
          CREATE INDEX ON orders (a) => CREATE INDEX
          CREATE TEMP TABLE t AS SELECT * FROM o => CREATE TABLE t SELECT o
          CREATE TABLE IF NOT EXISTS shop.t (id int references o) => CREATE TABLE shop.t
          CREATE TYPE mood AS ENUM ('a') => CREATE TYPE mood
          CREATE RULE r AS ON INSERT TO t DO NOTHING => CREATE RULE r
          CREATE COLLATION c FROM "de" => CREATE COLLATION c
          CREATE PUBLICATION p FOR TABLE t => CREATE PUBLICATION p
          CREATE AGGREGATE a (int) (sfunc = f) => CREATE AGGREGATE a
          ALTER TABLE t ADD COLUMN c int => ALTER TABLE t
          ALTER TABLE ONLY t RENAME TO u => ALTER TABLE t
          DROP TABLE IF EXISTS a, b CASCADE => DROP TABLE a b
          COMMENT ON TABLE t IS 'x' => COMMENT
          GRANT SELECT ON t TO u => GRANT
          REVOKE ALL ON t FROM u => REVOKE
          BEGIN => BEGIN
          BEGIN; UPDATE a SET b=1; COMMIT => BEGIN UPDATE a COMMIT
          START TRANSACTION => START
          END => END
          ABORT => ABORT
          COMMIT => COMMIT
          COMMIT PREPARED 'x' => COMMIT
          SAVEPOINT s1 => SAVEPOINT
          RELEASE SAVEPOINT s1 => RELEASE
          RELEASE s1 => RELEASE
          ROLLBACK TO SAVEPOINT s1 => ROLLBACK
          SET search_path TO a => SET
          SET LOCAL work_mem='1' => SET
          SHOW search_path => SHOW
          DECLARE c CURSOR FOR SELECT * FROM a => DECLARE SELECT a
          FETCH 10 FROM c => FETCH
          FETCH NEXT FROM c => FETCH
          MOVE 1 IN c => MOVE
          CLOSE c => CLOSE
          CALL p(1) => CALL p
          DO $$ BEGIN x; END $$ => DO
          VALUES (1),(2) => VALUES
          TABLE orders => TABLE orders
          SELECT * FROM a FOR UPDATE => SELECT a
          SELECT * FROM a FOR UPDATE OF a SKIP LOCKED => SELECT a
          SELECT a FROM t1 UNION ALL SELECT b FROM t2 => SELECT t1 SELECT t2
          WITH x AS (SELECT * FROM a) SELECT * FROM x => SELECT a SELECT x
          WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x => DELETE a INSERT b SELECT x
          INSERT INTO a (x) VALUES (1) ON CONFLICT (x) DO UPDATE SET y=2 => INSERT a
          DELETE FROM a USING b WHERE a.id=b.id => DELETE a b
          SELECT * FROM ONLY a => SELECT a
          SELECT extract(year FROM d) FROM a => SELECT a
          SELECT trim(both 'x' FROM y) FROM a => SELECT a
          SELECT substring(a FROM 1 FOR 2) FROM b, c => SELECT b c
          SELECT * FROM generate_series(1,10) g => SELECT generate_series
          SELECT * FROM a JOIN LATERAL (SELECT * FROM b) x ON true => SELECT a SELECT b
          SELECT * FROM "a b"."C d" => SELECT "a b"."C d"
          SELECT 1 => SELECT
          SELECT CASE WHEN a THEN 1 END FROM t => SELECT t
          REASSIGN OWNED BY a TO b => REASSIGN
          LOAD 'x' => LOAD
          VACUUM (VERBOSE, ANALYZE) => VACUUM
          ANALYZE login_attempts => ANALYZE login_attempts
          EXPLAIN ANALYZE SELECT password FROM a => EXPLAIN SELECT a
          ANALYZE (VERBOSE) a (x, y), b => ANALYZE a b
          INSERT INTO a SELECT * FROM b => INSERT a SELECT b
          call p => call p
          ALTER SYSTEM SET work_mem = '1' => ALTER SYSTEM
          CREATE POLICY p ON t FOR SELECT TO u USING (a = (SELECT b FROM c)) => CREATE POLICY p
          DROP POLICY IF EXISTS p ON t => DROP POLICY p
          ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO u => ALTER PRIVILEGES
          CREATE RULE r AS ON SELECT TO t DO INSTEAD SELECT * FROM u => CREATE RULE r
          CREATE LANGUAGE plpgsql => CREATE LANGUAGE plpgsql
          SELECT * FROM policy, profile, system => SELECT policy profile system
          DELETE FROM a USING b JOIN c USING (id) => DELETE a b c
          """)
  void postgresql(String sql, String expected) {
    assertSummary("postgresql", sql, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          USE shop => USE shop
          USE `shop` => USE `shop`
          LOCK TABLES orders READ => LOCK orders
          LOCK TABLES orders READ, items WRITE => LOCK orders items
          LOCK TABLES orders AS o READ LOCAL, items i LOW_PRIORITY WRITE => LOCK orders items
          LOCK TABLE orders WRITE => LOCK orders
          UNLOCK TABLES => UNLOCK
          ANALYZE TABLE orders => ANALYZE orders
          ANALYZE NO_WRITE_TO_BINLOG TABLE orders, items => ANALYZE orders items
          OPTIMIZE TABLE orders => OPTIMIZE orders
          OPTIMIZE LOCAL TABLE orders, b => OPTIMIZE orders b
          REPAIR TABLE orders QUICK => REPAIR orders
          CHECK TABLE orders => CHECK orders
          CHECKSUM TABLE orders => CHECKSUM orders
          FLUSH TABLES => FLUSH
          FLUSH TABLES orders WITH READ LOCK => FLUSH
          FLUSH PRIVILEGES => FLUSH
          RENAME TABLE a TO b => RENAME TABLE a
          TRUNCATE orders => TRUNCATE orders
          TRUNCATE TABLE orders => TRUNCATE orders
          DESCRIBE orders => DESCRIBE orders
          DESC orders => DESC orders
          EXPLAIN FORMAT=JSON SELECT * FROM a => EXPLAIN SELECT a
          EXPLAIN EXTENDED SELECT * FROM a => EXPLAIN SELECT a
          SHOW TABLES => SHOW
          SHOW TABLES FROM shop => SHOW
          SHOW CREATE TABLE orders => SHOW
          SHOW COLUMNS FROM orders => SHOW
          SHOW WARNINGS => SHOW
          REPLACE INTO a VALUES (1) => REPLACE a
          INSERT IGNORE INTO a VALUES (1) => INSERT a
          INSERT DELAYED a VALUES (1) => INSERT a
          INSERT INTO a SET b=1 ON DUPLICATE KEY UPDATE c=1 => INSERT a
          INSERT a VALUES (1) => INSERT a
          UPDATE LOW_PRIORITY IGNORE a, b SET a.x=b.y => UPDATE a b
          DELETE QUICK FROM a => DELETE a
          LOAD DATA LOCAL INFILE 'x' INTO TABLE orders => LOAD orders
          LOAD DATA INFILE 'x' REPLACE INTO TABLE orders FIELDS TERMINATED BY ',' => LOAD orders
          LOAD XML INFILE 'x' INTO TABLE orders => LOAD orders
          HANDLER orders OPEN => HANDLER
          HANDLER orders READ FIRST => HANDLER
          ALTER TABLE a DROP COLUMN b => ALTER TABLE a
          ALTER IGNORE TABLE a ADD b int => ALTER TABLE a
          CREATE DATABASE IF NOT EXISTS shop => CREATE DATABASE shop
          DROP DATABASE shop => DROP DATABASE shop
          DROP TEMPORARY TABLE a => DROP TABLE a
          CREATE OR REPLACE VIEW v AS SELECT * FROM a => CREATE VIEW v SELECT a
          CREATE EVENT e ON SCHEDULE EVERY 1 HOUR DO DELETE FROM a => CREATE EVENT e
          CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN END => CREATE PROCEDURE p
          CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.x=1 => CREATE TRIGGER t
          DROP EVENT e => DROP EVENT e
          CALL p(1) => CALL p
          PREPARE s FROM 'SELECT 1' => PREPARE
          EXECUTE s USING @a => EXECUTE s
          DEALLOCATE PREPARE s => DEALLOCATE
          KILL 5 => KILL
          KILL QUERY 5 => KILL
          SET NAMES utf8mb4 => SET
          SET autocommit=0 => SET
          SET TRANSACTION ISOLATION LEVEL READ COMMITTED => SET
          START TRANSACTION READ ONLY => START
          XA START 'x' => XA
          XA COMMIT 'x' => XA
          SELECT * FROM a STRAIGHT_JOIN b => SELECT a b
          SELECT * FROM a USE INDEX (i) WHERE x=1 => SELECT a
          SELECT SQL_CALC_FOUND_ROWS * FROM a => SELECT a
          SELECT a INTO OUTFILE 'x' FROM t => SELECT t
          (SELECT * FROM a) UNION (SELECT * FROM b) => SELECT a SELECT b
          GRANT SELECT ON a TO b => GRANT
          INSTALL PLUGIN p SONAME 'x' => INSTALL
          PURGE BINARY LOGS TO 'x' => PURGE
          HELP 'x' => HELP
          EXPLAIN UPDATE a SET x=1 => EXPLAIN UPDATE a
          EXPLAIN FORMAT=TREE DELETE FROM a => EXPLAIN DELETE a
          EXPLAIN REPLACE INTO a VALUES (1) => EXPLAIN REPLACE a
          ANALYZE TABLE t UPDATE HISTOGRAM ON c => ANALYZE t
          ANALYZE TABLE user_tokens => ANALYZE user_tokens
          SELECT * FROM a USE INDEX (i), b => SELECT a b
          SELECT * FROM `check` => SELECT `check`
          SELECT * FROM optimize, statistics, event, rule => SELECT optimize statistics event rule
          UPDATE rename SET x=1 => UPDATE rename
          SELECT x FROM t ORDER BY x DESC, y => SELECT t
          DELETE FROM a WHERE x IN (SELECT y FROM b) => DELETE a SELECT b
          DELETE a WHERE x IN (SELECT y FROM b) => DELETE a SELECT b
          REVOKE SELECT, INSERT ON a FROM b => REVOKE
          CREATE USER a IDENTIFIED BY 'x' => CREATE
          SELECT a INTO DUMPFILE 'x' FROM t => SELECT t
          MATCH (n) RETURN n => ~~
          x.y => ~~
          """)
  void mysql(String sql, String expected) {
    assertSummary("mysql", sql, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          LOCK TABLE orders IN EXCLUSIVE MODE => LOCK orders
          ANALYZE TABLE orders COMPUTE STATISTICS => ANALYZE orders
          ANALYZE INDEX i VALIDATE STRUCTURE => ANALYZE INDEX i
          EXPLAIN PLAN FOR SELECT * FROM a => EXPLAIN SELECT a
          EXPLAIN PLAN SET STATEMENT_ID = 'x' INTO plan_table FOR SELECT * FROM a => EXPLAIN SELECT a
          BEGIN p(1); END; => BEGIN
          BEGIN :1 := f(2); END; => BEGIN
          DECLARE x NUMBER; BEGIN UPDATE a SET b=1; END; => DECLARE BEGIN UPDATE a
          COMMENT ON TABLE a IS 'x' => COMMENT
          PURGE TABLE a => PURGE TABLE a
          PURGE RECYCLEBIN => PURGE
          FLASHBACK TABLE a TO BEFORE DROP => FLASHBACK TABLE a
          RENAME a TO b => RENAME
          TRUNCATE TABLE a => TRUNCATE a
          SET TRANSACTION READ ONLY => SET
          SELECT 1 FROM DUAL => SELECT DUAL
          SELECT * FROM a PARTITION (p1) WHERE x=1 => SELECT a
          SELECT * FROM TABLE(f(1)) => SELECT f
          INSERT ALL INTO a VALUES (1) INTO b VALUES (2) SELECT * FROM dual => INSERT a b SELECT dual
          INSERT /*+ APPEND */ INTO a SELECT * FROM b => INSERT a SELECT b
          MERGE INTO a t USING (SELECT * FROM b) s ON (t.x=s.x) WHEN MATCHED THEN UPDATE SET y=1 => MERGE a SELECT b
          CREATE GLOBAL TEMPORARY TABLE a (x int) => CREATE TABLE a
          CREATE PUBLIC SYNONYM s FOR a => CREATE SYNONYM s
          CREATE BITMAP INDEX i ON a(x) => CREATE INDEX i
          CREATE SEQUENCE s => CREATE SEQUENCE s
          DROP INDEX i => DROP INDEX i
          {call p(?)} => call p
          {? = call f(?)} => call f
          SELECT * FROM a MINUS SELECT * FROM b => SELECT a SELECT b
          SELECT * FROM a MODEL RETURN UPDATED ROWS => SELECT a
          SELECT s.NEXTVAL FROM dual => SELECT dual
          AUDIT SELECT ON t => AUDIT
          NOAUDIT SELECT TABLE, DELETE TABLE => NOAUDIT
          ALTER SYSTEM KILL SESSION '1,2' => ALTER SYSTEM
          ALTER SESSION SET CURRENT_SCHEMA = s => ALTER SESSION
          CREATE OR REPLACE DIRECTORY d AS '/x' => CREATE DIRECTORY d
          SELECT * FROM {oj a LEFT OUTER JOIN b ON a.x = b.x} => SELECT a b
          """)
  void oracle(String sql, String expected) {
    assertSummary("oracle.db", sql, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          USE shop => USE shop
          USE [shop] => USE [shop]
          EXEC sp_who => EXEC sp_who
          EXEC @r = dbo.p @a=1 => EXEC dbo.p
          EXECUTE dbo.p 1 => EXECUTE dbo.p
          UPDATE STATISTICS orders => UPDATE STATISTICS orders
          UPDATE STATISTICS dbo.orders WITH FULLSCAN => UPDATE STATISTICS dbo.orders
          DBCC CHECKDB ('shop') => DBCC
          DBCC FREEPROCCACHE => DBCC
          BACKUP DATABASE shop TO DISK = 'x' => BACKUP DATABASE shop
          RESTORE DATABASE shop FROM DISK = 'x' => RESTORE DATABASE shop
          CHECKPOINT => CHECKPOINT
          KILL 53 => KILL
          PRINT 'x' => PRINT
          RAISERROR('x', 16, 1) => RAISERROR
          THROW 50000, 'x', 1 => THROW
          WAITFOR DELAY '00:00:01' => WAITFOR
          BEGIN TRAN => BEGIN
          BEGIN TRANSACTION t1 => BEGIN
          COMMIT TRAN => COMMIT
          SAVE TRAN s => SAVE
          DECLARE @x int = 1; SELECT * FROM a WHERE x=@x => DECLARE SELECT a
          SET NOCOUNT ON => SET
          SET IDENTITY_INSERT dbo.a ON => SET
          SET NOCOUNT ON; INSERT INTO a VALUES (1); SELECT SCOPE_IDENTITY() => SET INSERT a SELECT
          SELECT TOP 10 * FROM a WITH (NOLOCK) => SELECT a
          SELECT * FROM a, b OPTION (RECOMPILE) => SELECT a b
          BULK INSERT a FROM 'x' => BULK INSERT a
          TRUNCATE TABLE a => TRUNCATE a
          DELETE TOP (10) FROM a => DELETE a
          DELETE a WHERE x=1 => DELETE a
          UPDATE t SET x=1 FROM a t => UPDATE t a
          INSERT a DEFAULT VALUES => INSERT a
          MERGE a AS t USING b AS s ON t.x=s.x WHEN MATCHED THEN UPDATE SET y=1; => MERGE a b
          CREATE CLUSTERED INDEX i ON a(x) => CREATE INDEX i
          CREATE NONCLUSTERED INDEX i ON a(x) => CREATE INDEX i
          ALTER INDEX ALL ON a REBUILD => ALTER INDEX
          ALTER INDEX i ON a REORGANIZE => ALTER INDEX i
          ALTER DATABASE shop SET RECOVERY SIMPLE => ALTER DATABASE shop
          CREATE STATISTICS s ON a(x) => CREATE STATISTICS s
          DENY SELECT ON a TO b => DENY
          OPEN c => OPEN
          RECONFIGURE => RECONFIGURE
          ENABLE TRIGGER t ON a => ENABLE TRIGGER t
          DISABLE TRIGGER t ON a => DISABLE TRIGGER t
          WITH x AS (SELECT * FROM a) UPDATE x SET y=1 => SELECT a UPDATE x
          ;WITH x AS (SELECT * FROM a) SELECT * FROM x => SELECT a SELECT x
          EXEC @proc @a => EXEC
          EXEC(@sql) => EXEC
          SELECT * FROM @t x JOIN y ON 1=1 => SELECT @t y
          UPDATE statistics SET x=1 => UPDATE statistics
          RESTORE DATABASE a WITH PASSWORD = x => RESTORE
          BACKUP DATABASE a WITH PASSWORD = x => BACKUP
          DELETE TOP (5) FROM a => DELETE a
          UPDATE a SET x = CASE WHEN y IS DISTINCT FROM z THEN 1 END => UPDATE a
          """)
  void sqlServer(String sql, String expected) {
    assertSummary("microsoft.sql_server", sql, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          VACUUM => VACUUM
          VACUUM INTO 'x.db' => VACUUM
          VACUUM main => VACUUM main
          ANALYZE main.orders => ANALYZE main.orders
          REINDEX orders => REINDEX orders
          REINDEX => REINDEX
          PRAGMA table_info(orders) => PRAGMA
          PRAGMA journal_mode=WAL => PRAGMA
          ATTACH DATABASE 'x' AS y => ATTACH
          ATTACH 'x' AS y => ATTACH
          DETACH y => DETACH
          BEGIN IMMEDIATE => BEGIN
          END TRANSACTION => END
          EXPLAIN QUERY PLAN SELECT * FROM a => EXPLAIN SELECT a
          INSERT OR REPLACE INTO a VALUES (1) => INSERT a
          INSERT OR IGNORE INTO a VALUES (1) => INSERT a
          UPDATE OR IGNORE a SET x=1 => UPDATE a
          REPLACE INTO a VALUES (1) => REPLACE a
          CREATE VIRTUAL TABLE a USING fts5(x) => CREATE TABLE a
          ALTER TABLE a RENAME TO b => ALTER TABLE a
          SAVEPOINT s => SAVEPOINT
          RELEASE s => RELEASE
          SELECT * FROM a INDEXED BY i WHERE x=1 => SELECT a
          """)
  void sqlite(String sql, String expected) {
    assertSummary("sqlite", sql, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          CHECKPOINT SYNC => CHECKPOINT
          SHUTDOWN => SHUTDOWN
          SHUTDOWN COMPACT => SHUTDOWN
          SCRIPT TO 'x' => SCRIPT
          RUNSCRIPT FROM 'x' => RUNSCRIPT
          CALL NEXT VALUE FOR s => CALL
          CALL IDENTITY() => CALL IDENTITY
          MERGE INTO a KEY(x) VALUES (1) => MERGE a
          SET SCHEMA s => SET
          USE s => USE s
          ANALYZE TABLE a => ANALYZE a
          CREATE ALIAS a FOR "x" => CREATE ALIAS a
          DROP ALL OBJECTS => DROP
          HELP => HELP
          BACKUP TO 'x' => BACKUP
          """)
  void h2(String sql, String expected) {
    assertSummary("h2database", sql, expected);
  }
}
