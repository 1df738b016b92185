// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          jdbc:postgresql://db.example:5433/shop?user=u&password=secret | postgresql | db.example | 5433 | shop
          jdbc:postgresql://db/shop | postgresql | db | -1 | shop
          jdbc:postgresql://a:5432,b:5433/shop | postgresql | a | -1 | shop
          jdbc:postgresql://[::1]:5444/shop | postgresql | ::1 | 5444 | shop
          jdbc:postgresql:shop | postgresql | - | -1 | shop
          jdbc:postgresql:///shop | postgresql | - | -1 | shop
          jdbc:postgresql://db/shop?user=u&currentSchema=sales&password=secret | postgresql | db | -1 | 'shop|sales'
          jdbc:postgresql:shop?currentSchema=%22Own%20Sales%22,public | postgresql | - | -1 | 'shop|"Own Sales"'
          jdbc:postgresql://db/?currentSchema=sales | postgresql | db | -1 | sales
          jdbc:postgresql://db/shop?currentSchema="$user",public | postgresql | db | -1 | shop
          jdbc:postgresql://db/shop?currentSchema=$user | postgresql | db | -1 | shop
          jdbc:postgresql://db/shop?currentSchema=&x=y | postgresql | db | -1 | shop
          jdbc:postgresql://db/shop?currentSchema=%zz | postgresql | db | -1 | shop
          jdbc:mysql://db/shop?currentSchema=sales | mysql | db | -1 | shop
          jdbc:mysql://u:secret@db:3307/shop | mysql | db | 3307 | shop
          jdbc:mysql:loadbalance://a,b/shop | mysql | a | -1 | shop
          jdbc:mysql://address=(host=db)(port=3307)(user=u)(password=secret)/shop | mysql | db | 3307 | shop
          jdbc:mysql://address=(user=u)(password=a/secret@b)(Host=db)(port=3306)/shop?x=y | mysql | db | -1 | shop
          jdbc:mysql://(password=secret,host=db)/shop | mysql | db | -1 | shop
          jdbc:mysql://u:secret@[(host=db,port=3307),(host=other)]/shop | mysql | db | 3307 | shop
          jdbc:mysql://(host=db),(host=other,port=3307)/shop | mysql | db | -1 | shop
          jdbc:mysql://(password=secret)/shop | mysql | - | -1 | shop
          jdbc:mysql://(password=secret/shop | mysql | - | -1 | -
          jdbc:mariadb:replication://address=(host=[::1])(type=master)/shop | mariadb | ::1 | -1 | shop
          jdbc:mariadb://db/shop | mariadb | db | -1 | shop
          jdbc:sqlserver://db\\one:1434;databaseName=shop;password=secret | microsoft.sql_server | db | 1434 | 'one|shop'
          jdbc:sqlserver://db\\one | microsoft.sql_server | db | -1 | one
          jdbc:sqlserver://db:1433;instanceName=one;databaseName=shop | microsoft.sql_server | db | -1 | 'one|shop'
          jdbc:jtds:sqlserver://db:1434/shop;instance=one;password=secret | microsoft.sql_server | db | 1434 | 'one|shop'
          jdbc:jtds:sqlserver://db/shop | microsoft.sql_server | db | -1 | shop
          jdbc:sqlserver://db;database=shop | microsoft.sql_server | db | -1 | shop
          jdbc:sqlserver://;serverName=x | microsoft.sql_server | - | -1 | -
          jdbc:h2:mem:shop;USER=sa;PASSWORD=secret | h2database | - | -1 | shop
          jdbc:h2:tcp://db:9093/~/shop | h2database | db | 9093 | ~/shop
          jdbc:h2:file:/home/ann/shop | h2database | - | -1 | shop
          jdbc:hsqldb:mem:shop | hsqldb | - | -1 | shop
          jdbc:hsqldb:hsql://db/shop | hsqldb | db | -1 | shop
          jdbc:sqlite:/home/ann/shop.db | sqlite | - | -1 | shop.db
          jdbc:sqlite::memory: | sqlite | - | -1 | -
          jdbc:db2://db:50001/shop:user=u;password=secret; | ibm.db2 | db | 50001 | shop
          jdbc:db2:SHOP:password=secret;user=u; | ibm.db2 | - | -1 | SHOP
          jdbc:db2:SHOP:password=a//secret;user=u; | ibm.db2 | - | -1 | SHOP
          jdbc:unheard:shop:password=a/secret | other_sql | - | -1 | -
          jdbc:unheard://db:1:server=x;password=secret | other_sql | - | -1 | -
          jdbc:unheard://db/DATABASE=x,PASSWORD=secret | other_sql | db | -1 | -
          jdbc:clickhouse://db:8123/shop | clickhouse | db | 8123 | shop
          jdbc:ch:https://db:8443/shop?ssl=true | clickhouse | db | 8443 | shop
          jdbc:ingres://db:II7/shop;UID=u;PWD=secret | actian.ingres | db | -1 | shop
          jdbc:redshift:iam://db:5440/shop | aws.redshift | db | 5440 | shop
          jdbc:cassandra://db:9042/shop?localdatacenter=dc1 | cassandra | db | 9042 | shop
          jdbc:couchbase:analytics://db:18095?user=u | couchbase | db | 18095 | -
          jdbc:es://https://db:9200/prefix?user=u&password=secret | elasticsearch | db | 9200 | -
          jdbc:elasticsearch://db:9200 | elasticsearch | db | 9200 | -
          jdbc:es:db | elasticsearch | db | -1 | -
          jdbc:opensearch://https://db:9200/context?password=a//secret | opensearch | db | 9200 | -
          jdbc:spanner:/projects/p/instances/i/databases/shop;credentials=secret | gcp.spanner | - | -1 | shop
          jdbc:hive2://a:10000,b:10000/shop;ssl=true?x=y#z=secret | hive | a | 10000 | shop
          jdbc:informix-sqli://db:9088/shop:INFORMIXSERVER=x;password=secret | ibm.informix | db | 9088 | shop
          jdbc:informix-direct://shop:INFORMIXSERVER=x | ibm.informix | - | -1 | -
          jdbc:netezza://db:5480/shop;password=secret | ibm.netezza | db | 5480 | shop
          jdbc:Cache://db:1972/%SYS | intersystems.cache | db | 1972 | %SYS
          jdbc:mongodb://u:secret@db:27017/shop?x=y | mongodb | db | 27017 | shop
          jdbc:mongodb+srv://db.example/shop | mongodb | db.example | -1 | shop
          jdbc:mysql+srv://db.example/shop | mysql | db.example | -1 | shop
          jdbc:neo4j+s://db:7687/shop?enableSQLTranslation=true | neo4j | db | 7687 | shop
          jdbc:sapdb://db/shop?sqlmode=ORACLE | sap.maxdb | db | -1 | shop
          jdbc:teradata://db/DATABASE=shop,DBS_PORT=1026,PASSWORD=secret | teradata | db | 1026 | shop
          jdbc:teradata://db | teradata | db | -1 | -
          jdbc:teradata: | teradata | - | -1 | -
          jdbc:jtds:sybase://db:5000/shop;password=secret | sybase | db | 5000 | shop
          jdbc:snowflake://a.example/?db=shop&password=secret | snowflake | a.example | -1 | -
          jdbc:duckdb:/home/ann/shop.db | duckdb | - | -1 | shop.db
          jdbc:exa:db:8563;password=secret | exasol | - | -1 | 8563
          jdbc:databricks://db:443/shop;httpPath=x | databricks | db | 443 | shop
          jdbc:bigquery://https://db:443;ProjectId=x;Key=a//secret | bigquery | db | 443 | -
          jdbc:yugabytedb://db:5433/shop | yugabytedb | db | 5433 | shop
          jdbc:unheard:scott/secret@db | other_sql | - | -1 | -
          jdbc:unheard:x | other_sql | - | -1 | x
          jdbc:postgresql://db:99999/x | postgresql | db | -1 | x
          jdbc: | other_sql | - | -1 | -
          http://x | other_sql | - | -1 | -
          """)
  void parse_tellsSystemServerAndName(
      String url, String system, String host, int port, String namespace) {
    assertThat(JdbcUrl.parse(url)).isEqualTo(new JdbcUrl(system, host, port, namespace));
    assertThat(JdbcUrl.parse(url).toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          jdbc:oracle:thin:@db:1521:ORCL | db | -1 | oracle.db.instance.name | ORCL
          jdbc:oracle:thin:scott/secret@db:1522:ORCL | db | 1522 | oracle.db.instance.name | ORCL
          jdbc:oracle:thin:@//db:1522/shop | db | 1522 | oracle.db.service | shop
          jdbc:oracle:thin:@//db:1522/shop:dedicated | db | 1522 | oracle.db.service | shop
          jdbc:oracle:thin:@tcps://db:1522/shop?x=y | db | 1522 | oracle.db.service | shop
          jdbc:oracle:thin:@//db:1522/ | db | 1522 | oracle.db.service | -
          jdbc:oracle:thin:@db:1522 | db | 1522 | db.namespace | -
          jdbc:oracle:thin:@alias | - | -1 | db.namespace | -
          jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db))) | - | -1 | db.namespace | -
          jdbc:oracle:kprb: | - | -1 | db.namespace | -
          """)
  void parse_oracle_nameIsThatOfAServiceOrAnInstance(
      String url, String host, int port, String attribute, String name) {
    assertThat(JdbcUrl.parse(url)).isEqualTo(new JdbcUrl("oracle.db", host, port, attribute, name));
    assertThat(JdbcUrl.parse(url).toString()).doesNotContain("secret");
  }

  @Test
  void equality_isThatOfEachPart() {
    JdbcUrl url = new JdbcUrl("postgresql", "db", 1, "shop");
    assertThat(url)
        .isEqualTo(new JdbcUrl("postgresql", "db", 1, "shop"))
        .hasSameHashCodeAs(new JdbcUrl("postgresql", "db", 1, "shop"))
        .isNotEqualTo(new JdbcUrl("mysql", "db", 1, "shop"))
        .isNotEqualTo(new JdbcUrl("postgresql", null, 1, "shop"))
        .isNotEqualTo(new JdbcUrl("postgresql", "db", -1, "shop"))
        .isNotEqualTo(new JdbcUrl("postgresql", "db", 1, null))
        .isNotEqualTo(new JdbcUrl("postgresql", "db", 1, "oracle.db.service", "shop"))
        .isNotEqualTo(null);
  }
}
