// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of URLs that begin with {@code jdbc:tracer:}; what follows is the URL of the driver
 * that does the work. {@link DriverManager} finds it by itself; {@link JdbcTracing#installForUrls}
 * tells it the tracer. Thread-safe.
 *
 * @since 0.1
 */
public final class TracingDriver implements Driver {
  private static final String PREFIX = "jdbc:tracer:";

  /** Set by the application, read by all connections of this driver; null while nobody traces. */
  private static final AtomicReference<@Nullable JdbcSpans> INSTALLED = new AtomicReference<>();

  static {
    try {
      DriverManager.registerDriver(new TracingDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For {@link java.util.ServiceLoader} and for class names in configurations. */
  public TracingDriver() {}

  static void install(@Nullable JdbcSpans spans) {
    INSTALLED.set(spans);
  }

  static void uninstall(JdbcSpans spans) {
    INSTALLED.compareAndSet(spans, null);
  }

  private static boolean isOurs(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  private static String realUrl(String url) {
    String rest = url.substring(PREFIX.length());
    return rest.startsWith("jdbc:") ? rest : "jdbc:" + rest;
  }

  @Override
  @SuppressWarnings("NullAway") // null stands for: ask another driver
  public Connection connect(@Nullable String url, Properties properties) throws SQLException {
    if (url == null || !isOurs(url)) {
      return null;
    }
    String real = realUrl(url);
    Connector connector = new Connector(INSTALLED::get, real);
    return connector.traced(driver(real).connect(real, properties));
  }

  private static Driver driver(String realUrl) throws SQLException {
    try {
      return DriverManager.getDriver(realUrl);
    } catch (SQLException e) { // which does not say for what
      String scheme = realUrl.substring(0, realUrl.indexOf(':', "jdbc:".length()) + 1);
      throw new SQLException("No suitable driver found for " + scheme + "...", e.getSQLState(), e);
    }
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return isOurs(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, Properties properties)
      throws SQLException {
    if (url == null || !isOurs(url)) {
      return new DriverPropertyInfo[0];
    }
    String real = realUrl(url);
    return driver(real).getPropertyInfo(real, properties);
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  /** False: it is as compliant as the driver behind it. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.tracer.jdbc");
  }
}
