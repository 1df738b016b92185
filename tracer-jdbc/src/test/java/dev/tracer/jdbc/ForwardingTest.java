// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tracer.testing.TestTracer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import javax.sql.XAConnection;
import javax.sql.XAConnectionBuilder;
import javax.sql.XADataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each method of each JDBC interface of this JDK goes to the driver once, with the arguments it was
 * given, and its answer comes back.
 */
class ForwardingTest {
  /** Methods that are more than forwarding, tested by themselves. */
  private static final Set<String> OTHERWISE =
      Set.of(
          "unwrap",
          "isWrapperFor",
          "addConnectionEventListener",
          "removeConnectionEventListener",
          "addStatementEventListener",
          "removeStatementEventListener");

  /** A kind of wrapper. */
  record Kind<T>(Class<T> type, BiFunction<T, TracedConnection, Object> wrap) {
    Object wrapped(Object fake, TracedConnection connection) {
      return wrap.apply(type.cast(fake), connection);
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  private static Connector connector(FakeDriver driver) {
    JdbcSpans spans =
        new JdbcSpans(
            TestTracer.create().tracer(),
            new JdbcSettings(true, false, true, true, false, false, false));
    return new Connector(() -> spans, "jdbc:postgresql://db/shop");
  }

  static Stream<Kind<?>> kinds() {
    return Stream.of(
        new Kind<>(Connection.class, (d, c) -> c),
        new Kind<>(Statement.class, TracedStatement::new),
        new Kind<>(
            PreparedStatement.class, (d, c) -> new TracedPreparedStatement<>(d, c, "SELECT")),
        new Kind<>(
            CallableStatement.class, (d, c) -> new TracedCallableStatement(d, c, "{call f}")),
        new Kind<>(
            ResultSet.class,
            (d, c) -> new TracedResultSet(d, new TracedStatement<>(null, c), c, null)),
        new Kind<>(DatabaseMetaData.class, TracedMetaData::new),
        new Kind<>(DataSource.class, (d, c) -> new TracedDataSource(d, connector(null))),
        new Kind<>(XADataSource.class, (d, c) -> new TracedXADataSource(d, connector(null))),
        new Kind<>(
            ConnectionPoolDataSource.class, (d, c) -> new TracedPoolDataSource(d, connector(null))),
        new Kind<>(
            PooledConnection.class, (d, c) -> new TracedPooledConnection<>(d, connector(null))),
        new Kind<>(XAConnection.class, (d, c) -> new TracedXAConnection(d, connector(null))),
        new Kind<>(
            ConnectionBuilder.class, (d, c) -> new TracedConnectionBuilder(d, connector(null))),
        new Kind<>(
            XAConnectionBuilder.class, (d, c) -> new TracedXAConnectionBuilder(d, connector(null))),
        new Kind<>(
            PooledConnectionBuilder.class,
            (d, c) -> new TracedPooledConnectionBuilder(d, connector(null))));
  }

  private static List<Method> methods(Kind<?> kind) {
    List<Method> methods = new ArrayList<>();
    for (Method method : kind.type().getMethods()) {
      if (!OTHERWISE.contains(method.getName()) && !Modifier.isStatic(method.getModifiers())) {
        methods.add(method);
      }
    }
    return methods;
  }

  private final FakeDriver driver = new FakeDriver();

  private Object wrap(Kind<?> kind, Object fake) {
    Connection raw =
        fake instanceof Connection connection ? connection : driver.fake(Connection.class);
    return kind.wrapped(fake, new TracedConnection(raw, connector(driver)));
  }

  private Object[] arguments(Method method) {
    return Stream.of(method.getParameterTypes()).map(driver::sample).toArray();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void method_reachesTheDriverOnceWithItsArguments(Kind<?> kind) throws Exception {
    for (Method method : methods(kind)) {
      Object fake = driver.fake(kind.type());
      Object wrapper = wrap(kind, fake);
      Object[] arguments = arguments(method);
      Object[] answer = new Object[1];
      driver.answer = called -> answer[0] = driver.sample(called.getReturnType());

      Object result = method.invoke(wrapper, arguments);

      assertThat(driver.callsOf(fake)).as("%s", method).hasSize(1);
      FakeDriver.Call call = driver.callsOf(fake).get(0);
      assertThat(call.method()).isEqualTo(method);
      assertThat(call.arguments()).as("%s", method).containsExactly(arguments);
      assertAnswer(method, wrapper, result, answer[0]);
      driver.calls.clear();
    }
  }

  private static void assertAnswer(Method method, Object wrapper, Object result, Object answer) {
    if (result instanceof Wrapped<?> traced && !isOwner(method)) {
      assertThat(traced.delegate).as("%s", method).isSameAs(answer);
    } else if (answer instanceof ConnectionBuilder
        || answer instanceof XAConnectionBuilder
        || answer instanceof PooledConnectionBuilder) {
      assertThat(result.getClass()).as("%s", method).hasToString(expectedBuilder(answer));
      assertThat(method.getName().startsWith("create") || result == wrapper).isTrue();
    } else if (!isOwner(method)) {
      assertThat(result).as("%s", method).isEqualTo(answer);
    }
  }

  /** Those that answer with the wrapper that the object came from. */
  private static boolean isOwner(Method method) {
    boolean source = DataSource.class.isAssignableFrom(method.getDeclaringClass());
    boolean pooled = PooledConnection.class.isAssignableFrom(method.getDeclaringClass());
    return method.getName().equals("getStatement")
        || (method.getName().equals("getConnection") && !source && !pooled);
  }

  private static String expectedBuilder(Object answer) {
    String name =
        answer instanceof ConnectionBuilder
            ? "TracedConnectionBuilder"
            : answer instanceof XAConnectionBuilder
                ? "TracedXAConnectionBuilder"
                : "TracedPooledConnectionBuilder";
    return "class dev.tracer.jdbc." + name;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void method_whatTheDriverThrowsIsThrown(Kind<?> kind) throws Exception {
    Throwable[] errors = {new SQLException("x", "08001"), new IllegalStateException(), new Error()};
    for (Method method : methods(kind)) {
      for (Throwable error : errors) {
        boolean declared =
            error instanceof SQLException
                && !List.of(method.getExceptionTypes()).contains(SQLException.class);
        if (declared) {
          continue;
        }
        driver.answer = called -> sneaky(error);
        try {
          method.invoke(wrap(kind, driver.fake(kind.type())), arguments(method));
          fail("nothing was thrown by " + method);
        } catch (InvocationTargetException e) {
          assertThat(e.getCause()).as("%s", method).isSameAs(error);
        }
      }
    }
  }

  private static Object sneaky(Throwable error) throws Throwable {
    throw error;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void method_nullStaysNull(Kind<?> kind) throws Exception {
    for (Method method : methods(kind)) {
      boolean builder = kind.type().getSimpleName().endsWith("Builder");
      if (method.getReturnType().isPrimitive() || (builder && !method.getName().equals("build"))) {
        continue;
      }
      driver.answer = called -> null;
      Object result = method.invoke(wrap(kind, driver.fake(kind.type())), arguments(method));
      assertThat(result).as("%s", method).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void method_nullArgumentsReachTheDriver(Kind<?> kind) throws Exception {
    for (Method method : methods(kind)) {
      Object fake = driver.fake(kind.type());
      Object[] arguments = arguments(method);
      for (int i = 0; i < arguments.length; i++) {
        if (!method.getParameterTypes()[i].isPrimitive()) {
          arguments[i] = null;
        }
      }
      method.invoke(wrap(kind, fake), arguments);
      assertThat(driver.callsOf(fake)).as("%s", method).hasSize(1);
      assertThat(driver.callsOf(fake).get(0).arguments()).containsExactly(arguments);
      driver.calls.clear();
    }
  }
}
