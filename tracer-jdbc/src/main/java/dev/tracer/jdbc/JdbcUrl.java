// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

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
 * @param namespace the name of the database, null if it is not told
 */
record JdbcUrl(String system, @Nullable String host, int port, @Nullable String namespace) {
  static final JdbcUrl UNKNOWN = new JdbcUrl("other_sql", null, -1, null);
  private static final String PREFIX = "jdbc:";

  /** Characters of properties, which stand in no name. */
  private static final String OF_PROPERTIES = "=()";

  private static final Pattern HOST = inBrackets("host");
  private static final Pattern PORT = inBrackets("port");

  // Written out: the first use of a record's own methods costs a fresh virtual machine tens of
  // milliseconds, here of the application's first query.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JdbcUrl url
        && system.equals(url.system)
        && Objects.equals(host, url.host)
        && port == url.port
        && Objects.equals(namespace, url.namespace);
  }

  @Override
  public int hashCode() {
    return Objects.hash(system, host, port, namespace);
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
      case "sqlserver", "jtds" -> sqlServer(system, rest);
      case "oracle" -> oracle(system, rest);
      case "sqlite" -> new JdbcUrl(system, null, -1, fileName(beforeAny(rest, "?;")));
      default -> general(system, rest);
    };
  }

  private static String system(String scheme) {
    return switch (scheme) {
      case "postgresql", "pgsql" -> "postgresql";
      case "mysql", "mariadb", "sqlite", "hsqldb", "derby", "clickhouse", "cockroachdb", "trino" ->
          scheme;
      case "sqlserver", "jtds" -> "microsoft.sql_server";
      case "oracle" -> "oracle.db";
      case "h2" -> "h2database";
      case "db2", "as400" -> "ibm.db2";
      case "sap" -> "sap.hana";
      case "firebirdsql", "firebird" -> "firebirdsql";
      case "redshift" -> "aws.redshift";
      case "cloudspanner" -> "gcp.spanner";
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
    return server(system, authority, name.isEmpty() || hasProperties(name) ? null : name);
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

  /** {@code //host\\instance:port;databaseName=name}. */
  private static JdbcUrl sqlServer(String system, String rest) {
    int slashes = rest.indexOf("//");
    String authority = slashes < 0 ? "" : beforeAny(rest.substring(slashes + 2), ";/");
    int backslash = authority.indexOf('\\');
    int colon = authority.lastIndexOf(':');
    String host =
        backslash < 0
            ? authority
            : authority.substring(0, backslash)
                + (colon > backslash ? authority.substring(colon) : "");
    return server(system, host, property(rest, "databasename", "database"));
  }

  private static @Nullable String property(String rest, String... names) {
    for (String part : rest.split(";", -1)) {
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
   * {@code thin:@host:port:sid}, {@code thin:user/password@//host:port/service}; no descriptors.
   */
  private static JdbcUrl oracle(String system, String rest) {
    String address = rest.substring(rest.lastIndexOf('@') + 1);
    if (rest.indexOf('@') < 0 || address.startsWith("(")) {
      return new JdbcUrl(system, null, -1, null);
    }
    String plain =
        beforeAny(
            address.substring(address.lastIndexOf("//") < 0 ? 0 : address.lastIndexOf("//") + 2),
            "?");
    int slash = plain.indexOf('/');
    if (slash >= 0) {
      return server(system, plain.substring(0, slash), beforeAny(plain.substring(slash + 1), ":"));
    }
    int first = plain.indexOf(':');
    int last = plain.lastIndexOf(':');
    return first == last
        ? new JdbcUrl(system, null, -1, plain.isEmpty() ? null : plain)
        : server(system, plain.substring(0, last), plain.substring(last + 1));
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
