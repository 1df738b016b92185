// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import dev.tracer.Tracer;
import dev.tracer.jdbc.JdbcTracing;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * Has each data source of the application hand out traced connections. What stands in its place has
 * its class, so that it can be injected by that ({@code HikariDataSource}), and does all else as
 * before. The tracer is asked for at the first connection, as what it is made of may need the data
 * source itself. Thread-safe.
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
    if (beans instanceof ConfigurableBeanFactory factory) {
      // in the end who uses connections is closed first, then the tracer
      factory.registerDependentBean(EffectiveTracer.BEAN, name);
    }
    return canBeExtended(source.getClass()) ? standIn(source, name) : tracedNow(source, name);
  }

  private Object standIn(DataSource source, String name) {
    ProxyFactory proxy = new ProxyFactory(source);
    proxy.setProxyTargetClass(true);
    proxy.addAdvice(new Connections(source));
    try {
      return proxy.getProxy(source.getClass().getClassLoader());
    } catch (AopConfigException e) { // no constructor, or a class loader that does not know Spring
      return tracedNow(source, name);
    }
  }

  private DataSource tracedNow(DataSource source, String name) {
    DataSource traced = traced(source);
    if (traced == null) {
      new Warnings(
              "The data source '"
                  + name
                  + "' is not traced: what the tracer is made of needs it. Declare those beans"
                  + " where no data source is injected, or as static @Bean methods.")
          .log();
    }
    return traced == null ? source : traced;
  }

  /** Null while the tracer is being made of what asks for a connection, or when it is gone. */
  private @Nullable DataSource traced(DataSource source) {
    try {
      return tracing(source).dataSource(source);
    } catch (BeansException e) {
      if (e.contains(BeanCurrentlyInCreationException.class)
          || e.contains(BeanCreationNotAllowedException.class)) {
        return null;
      }
      throw e;
    }
  }

  private JdbcTracing tracing(DataSource source) {
    var jdbc = beans.getBean(AllProperties.class).tracer().jdbc();
    return JdbcTracing.builder(beans.getBean(Tracer.class))
        .connections(jdbc.connections())
        .transactions(jdbc.transactions())
        .severalDatabases(isRouting(source.getClass()) || wrapsRouting(source))
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

  /* As a source does that takes connections of one lazily. */
  private static boolean wrapsRouting(DataSource source) {
    try {
      return source.isWrapperFor(ClassUtils.forName(ROUTING, source.getClass().getClassLoader()));
    } catch (SQLException | ClassNotFoundException | RuntimeException | LinkageError e) {
      return false; // there is none, or it does not say
    }
  }

  /* No classes are made in a native image: there it is found by DataSource and unwrap alone. */
  private static boolean canBeExtended(Class<?> type) {
    return !Modifier.isFinal(type.getModifiers())
        && !type.isHidden()
        && !NativeDetector.inNativeImage()
        && !hasFinalMethod(type);
  }

  /* A final method would run on the stand-in itself, whose fields are empty. One that is protected
  is called by the class itself, in the object behind the stand-in. */
  private static boolean hasFinalMethod(Class<?> type) {
    int harmless = Modifier.STATIC | Modifier.PRIVATE | Modifier.PROTECTED;
    try {
      for (Class<?> up = type; up != null && up != Object.class; up = up.getSuperclass()) {
        for (Method method : up.getDeclaredMethods()) {
          int modifiers = method.getModifiers();
          if (Modifier.isFinal(modifiers) && (modifiers & harmless) == 0) {
            return true;
          }
        }
      }
      return false;
    } catch (LinkageError e) { // a type of a signature is absent
      return true;
    }
  }

  /** Takes connections from the traced source. */
  private final class Connections implements MethodInterceptor {
    private final DataSource source;

    /* Made without a lock: who holds Spring's may wait for it. Of two made at once, both serve. */
    private volatile @Nullable DataSource made;

    Connections(DataSource source) {
      this.source = source;
    }

    private DataSource traced() {
      DataSource now = made;
      if (now == null) {
        now = TracingDataSources.this.traced(source);
        made = now;
      }
      return now == null ? source : now;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
      if (!call.getMethod().getName().equals("getConnection")) {
        return call.proceed();
      }
      Object[] arguments = call.getArguments();
      return switch (arguments.length) {
        case 0 -> traced().getConnection();
        case 2 -> traced().getConnection((String) arguments[0], (String) arguments[1]);
        default -> call.proceed();
      };
    }
  }
}
