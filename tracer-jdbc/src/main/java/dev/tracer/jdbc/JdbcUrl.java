// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import dev.tracer.internal.PercentCode;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a JDBC URL tells of a database: never its user, password or other properties. Immutable.
 *
 * @param system its {@code db.system.name}
 * @param host of the server, the first if there are several; null for databases in this process
 * @param port of the server; -1 if it is not told or the usual one
 * @param nameAttribute the attribute that tells the name
 * @param name of the database, or of what else the URL names; null if it is not told
 */
record JdbcUrl(
    String system, @Nullable String host, int port, String nameAttribute, @Nullable String name) {
  static final JdbcUrl UNKNOWN = new JdbcUrl("other_sql", null, -1, null);
  private static final String PREFIX = "jdbc:";

  /** Characters of properties and around passwords, which stand in no name. */
  private static final String OF_PROPERTIES = "=()@";

  private static final Pattern HOST = inBrackets("host");
  private static final Pattern PORT = inBrackets("port");

  /** A database whose name is its {@code db.namespace}. */
  JdbcUrl(String system, @Nullable String host, int port, @Nullable String namespace) {
    this(system, host, port, Names.NAMESPACE, namespace);
  }

  // Written out: the first use of a record's own methods costs a fresh virtual machine tens of
  // milliseconds, here of the application's first query.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcUrl url
        && system.equals(url.system)
        && Objects.equals(host, url.host)
        && port == url.port
        && nameAttribute.equals(url.nameAttribute)
        && Objects.equals(name, url.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(system, host, port, nameAttribute, name);
  }

  /** Reads a URL; what is not understood is left out. */
  static JdbcUrl parse(@Nullable String url) {
    if (url == null || !url.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return UNKNOWN;
    }
    int colon = url.indexOf(':', PREFIX.length());
    if (colon < 0) {
      return UNKNOWN;
    }
    String scheme = url.substring(PREFIX.length(), colon).toLowerCase(Locale.ROOT);
    String rest = url.substring(colon + 1);
    String system = system(scheme);
    return switch (scheme) {
      case "postgresql", "pgsql" -> postgresql(system, rest);
      case "sqlserver" -> sqlServer(system, rest);
      case "jtds" -> jtds(rest);
      case "oracle" -> oracle(system, rest);
      case "teradata" -> teradata(system, rest);
      case "elasticsearch", "es", "opensearch" -> search(system, rest);
      case "bigquery" -> search(system, beforeAny(rest, ";"));
      case "sqlite" -> new JdbcUrl(system, null, -1, fileName(beforeAny(rest, "?;")));
      default -> general(system, rest);
    };
  }

  /**
   * The well-known value of the semantic conventions, "db.system.name"; for a product that has none
   * its name, and {@code other_sql} only if it is not known which product it is.
   */
  private static String system(String scheme) {
    String product = beforeAny(scheme, "+"); // of mongodb+srv, neo4j+s
    return switch (product) {
      case "mysql", "mariadb", "sqlite", "hsqldb", "derby", "clickhouse", "cockroachdb" -> product;
      case "cassandra", "couchbase", "elasticsearch", "hive", "mongodb", "neo4j" -> product;
      case "opensearch", "teradata", "trino" -> product;
      case "postgresql", "pgsql" -> "postgresql";
      case "sqlserver" -> "microsoft.sql_server";
      case "oracle" -> "oracle.db";
      case "h2" -> "h2database";
      case "db2", "as400" -> "ibm.db2";
      case "informix-sqli", "informix-direct" -> "ibm.informix";
      case "netezza" -> "ibm.netezza";
      case "sap" -> "sap.hana";
      case "sapdb" -> "sap.maxdb";
      case "ingres" -> "actian.ingres";
      case "cache" -> "intersystems.cache";
      case "ch" -> "clickhouse";
      case "es" -> "elasticsearch";
      case "hive2" -> "hive";
      case "firebirdsql", "firebird" -> "firebirdsql";
      case "redshift" -> "aws.redshift";
      case "cloudspanner", "spanner" -> "gcp.spanner";
      case "athena", "bigquery", "cubrid", "databricks", "dremio", "duckdb", "impala" -> product;
      case "monetdb", "phoenix", "presto", "singlestore", "snowflake", "sybase", "vertica" ->
          product;
      case "yugabytedb" -> product;
      case "awsathena" -> "athena";
      case "exa" -> "exasol";
      default -> "other_sql";
    };
  }

  private static int defaultPort(String system) {
    return switch (system) {
      case "postgresql" -> 5432;
      case "mysql", "mariadb" -> 3306;
      case "microsoft.sql_server" -> 1433;
      case "oracle.db" -> 1521;
      case "h2database" -> 9092;
      case "hsqldb" -> 9001;
      case "ibm.db2" -> 50_000;
      default -> -1;
    };
  }

  /** {@code //host:port,host:port/name?properties}, {@code mem:name;properties}. */
  private static JdbcUrl general(String system, String rest) {
    int slashes = rest.indexOf("//");
    if (slashes < 0 || beforeAny(rest, ";?=").length() < slashes) {
      String path = beforeAny(rest, system.equals("ibm.db2") ? ";?:" : ";?");
      return new JdbcUrl(system, null, -1, hasProperties(path) ? null : fileName(path));
    }
    String authority = authority(rest.substring(slashes + 2));
    String path = rest.substring(slashes + 2 + authority.length());
    String name = path.startsWith("/") ? beforeAny(path.substring(1), ";?:") : "";
    return server(system, authority, plain(name));
  }

  /** A name; null if it is none. */
  private static @Nullable String plain(String name) {
    return name.isEmpty() || hasProperties(name) ? null : name;
  }

  /** What stands before the path, which begins in no bracket. */
  private static String authority(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth <= 0 && "/;?".indexOf(c) >= 0) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private static boolean hasProperties(String text) {
    return beforeAny(text, OF_PROPERTIES).length() < text.length();
  }

  /** {@code //host:port/name?currentSchema=schema}: {@code name|schema}. */
  private static JdbcUrl postgresql(String system, String rest) {
    JdbcUrl url = general(system, rest);
    int mark = rest.indexOf('?');
    String schemas = mark < 0 ? null : property(rest.substring(mark + 1), "&", "currentschema");
    String decoded = schemas == null ? null : PercentCode.decode(schemas);
    String first = decoded == null ? "" : beforeAny(decoded, ",").strip();
    boolean ofUser = first.equals("$user") || first.equals("\"$user\"");
    return url.named(Names.NAMESPACE, joined(url.name, ofUser ? "" : first));
  }

  /** A namespace of two parts, either of which may be missing. */
  private static @Nullable String joined(@Nullable String general, @Nullable String specific) {
    if (general == null || general.isEmpty()) {
      return specific;
    }
    return specific == null || specific.isEmpty() ? general : general + '|' + specific;
  }

  private JdbcUrl named(String attribute, @Nullable String value) {
    return new JdbcUrl(
        system, host, port, attribute, value == null || value.isEmpty() ? null : value);
  }

  /**
   * {@code //host\\instance:port;databaseName=name}, {@code //host:port/name;instance=instance}:
   * {@code instance|name}.
   */
  private static JdbcUrl sqlServer(String system, String rest) {
    int slashes = rest.indexOf("//");
    String place = slashes < 0 ? "" : beforeAny(rest.substring(slashes + 2), ";");
    String authority = beforeAny(place, "/");
    String name = property(rest, ";", "databasename", "database");
    if (name == null && authority.length() < place.length()) {
      name = plain(place.substring(authority.length() + 1));
    }
    int backslash = authority.indexOf('\\');
    if (backslash < 0) {
      String instance = property(rest, ";", "instancename", "instance");
      return server(system, authority, joined(instance, name));
    }
    String instance = beforeAny(authority.substring(backslash + 1), ":");
    String port = authority.substring(backslash + 1 + instance.length());
    return server(system, authority.substring(0, backslash) + port, joined(instance, name));
  }

  /** {@code sqlserver://...}, {@code sybase://...}. */
  private static JdbcUrl jtds(String rest) {
    return rest.startsWith("sqlserver:")
        ? sqlServer(system("sqlserver"), rest)
        : general(system(beforeAny(rest, ":")), rest);
  }

  private static @Nullable String property(String text, String separators, String... names) {
    for (String part : text.split(separators, -1)) {
      int equals = part.indexOf('=');
      for (String name : names) {
        if (equals == name.length() && part.regionMatches(true, 0, name, 0, equals)) {
          return part.substring(equals + 1);
        }
      }
    }
    return null;
  }

  /**
   * {@code thin:@host:port:sid}, {@code thin:user/password@//host:port/service}; no descriptors and
   * no aliases. The namespace would be the {@code DB_UNIQUE_NAME}, which no URL tells (semantic
   * conventions, "Oracle Database").
   */
  private static JdbcUrl oracle(String system, String rest) {
    String address = rest.substring(rest.lastIndexOf('@') + 1);
    if (rest.indexOf('@') < 0 || address.startsWith("(")) {
      return new JdbcUrl(system, null, -1, null);
    }
    int slashes = address.lastIndexOf("//");
    String plain = beforeAny(address.substring(slashes < 0 ? 0 : slashes + 2), "?");
    int slash = plain.indexOf('/');
    if (slash >= 0) {
      return server(system, plain.substring(0, slash), null)
          .named(Names.ORACLE_SERVICE, beforeAny(plain.substring(slash + 1), ":/"));
    }
    int first = plain.indexOf(':');
    int last = plain.lastIndexOf(':');
    if (first == last) {
      return first < 0 ? new JdbcUrl(system, null, -1, null) : server(system, plain, null);
    }
    return server(system, plain.substring(0, last), null)
        .named(Names.ORACLE_INSTANCE, plain.substring(last + 1));
  }

  /** {@code //host/DATABASE=name,DBS_PORT=port}. */
  private static JdbcUrl teradata(String system, String rest) {
    String host = authority(rest.startsWith("//") ? rest.substring(2) : "");
    String port = property(rest, "[/,]", "dbs_port");
    String name = property(rest, "[/,]", "database");
    return server(system, port == null ? host : host + ':' + port, name);
  }

  /** {@code //https://host:port/path}, {@code //host:port}: a path is no namespace. */
  private static JdbcUrl search(String system, String rest) {
    String address = beforeAny(rest, "?");
    int slashes = address.lastIndexOf("//");
    return server(system, authority(slashes < 0 ? address : address.substring(slashes + 2)), null);
  }

  private static JdbcUrl server(String system, String authority, @Nullable String namespace) {
    String servers = authority.substring(authority.lastIndexOf('@') + 1);
    if (hasProperties(servers) || authority.indexOf('(') >= 0) {
      return bracketed(system, authority, namespace);
    }
    String first = beforeAny(servers, ",");
    int colon = first.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon > first.lastIndexOf(']');
    return server(
        system,
        hasPort ? first.substring(0, colon) : first,
        hasPort ? first.substring(colon + 1) : "",
        namespace);
  }

  /** {@code address=(host=name)(port=1)}, {@code (host=name,port=1)}, as MySQL and MariaDB have. */
  private static JdbcUrl bracketed(String system, String authority, @Nullable String namespace) {
    Matcher host = HOST.matcher(authority);
    if (!host.find()) {
      return server(system, "", "", namespace);
    }
    String first = host.group(1);
    Matcher port = PORT.matcher(host.find() ? authority.substring(0, host.start()) : authority);
    return server(system, first, port.find() ? port.group(1) : "", namespace);
  }

  /** Finds a property's value among others in brackets. */
  private static Pattern inBrackets(String property) {
    return Pattern.compile(
        "[(,]\\s*" + property + "\\s*=\\s*([^(),=\\s]+)", Pattern.CASE_INSENSITIVE);
  }

  private static JdbcUrl server(
      String system, String name, String digits, @Nullable String namespace) {
    String host =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    int port = port(digits);
    return new JdbcUrl(
        system,
        host.isEmpty() ? null : host,
        port == defaultPort(system) || host.isEmpty() ? -1 : port,
        namespace);
  }

  private static int port(String digits) {
    try {
      int port = Integer.parseInt(digits);
      return port > 0 && port < 65_536 ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The last part of a path, without a scheme in front: folders may tell the user's name. */
  private static @Nullable String fileName(String path) {
    int start =
        Math.max(path.lastIndexOf('/'), Math.max(path.lastIndexOf('\\'), path.lastIndexOf(':')));
    String name = path.substring(start + 1);
    return name.isEmpty() ? null : name;
  }

  private static String beforeAny(String text, String stops) {
    for (int i = 0; i < text.length(); i++) {
      if (stops.indexOf(text.charAt(i)) >= 0) {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
