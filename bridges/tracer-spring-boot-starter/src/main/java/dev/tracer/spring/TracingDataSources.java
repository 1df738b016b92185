// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import dev.tracer.jdbc.JdbcTracing;
import java.lang.reflect.Modifier;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.NativeDetector;

/**
 * Has each data source of the application hand out traced connections. What stands in its place has
 * its class, so that it can be injected by that ({@code HikariDataSource}), and does all else as
 * before. Thread-safe.
 */
final class TracingDataSources implements BeanPostProcessor {
  private static final String ROUTING =
      "org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource";

  private final BeanFactory beans;

  TracingDataSources(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof DataSource source) || ScopedProxyUtils.isScopedTarget(name)) {
      return bean;
    }
    DataSource traced = tracing(source.getClass()).dataSource(source);
    return traced == source || !canBeExtended(source.getClass()) ? traced : standIn(source, traced);
  }

  private JdbcTracing tracing(Class<?> type) {
    var jdbc = beans.getBean(AllProperties.class).tracer().jdbc();
    return JdbcTracing.builder(beans.getBean(Tracer.class))
        .connections(jdbc.connections())
        .transactions(jdbc.transactions())
        .severalDatabases(isRouting(type))
        .build();
  }

  private static boolean isRouting(@Nullable Class<?> type) {
    for (Class<?> up = type; up != null; up = up.getSuperclass()) {
      if (up.getName().equals(ROUTING)) {
        return true;
      }
    }
    return false;
  }

  /* No classes are made in a native image: there it is found by DataSource and unwrap alone. */
  private static boolean canBeExtended(Class<?> type) {
    return !Modifier.isFinal(type.getModifiers())
        && !type.isHidden()
        && !NativeDetector.inNativeImage();
  }

  private static Object standIn(DataSource source, DataSource traced) {
    ProxyFactory proxy = new ProxyFactory(source);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice(new Connections(traced));
    return proxy.getProxy(source.getClass().getClassLoader());
  }

  /** Takes connections from the traced source. */
  private record Connections(DataSource traced) implements MethodInterceptor {
    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
      if (!call.getMethod().getName().equals("getConnection")) {
        return call.proceed();
      }
      Object[] arguments = call.getArguments();
      return switch (arguments.length) {
        case 0 -> traced.getConnection();
        case 2 -> traced.getConnection((String) arguments[0], (String) arguments[1]);
        default -> call.proceed();
      };
    }
  }
}
