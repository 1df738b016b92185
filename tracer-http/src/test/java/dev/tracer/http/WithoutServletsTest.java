// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracer.Tracer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;

class WithoutServletsTest {
  /** The module as an application without the servlet API has it. */
  private static URLClassLoader loader() {
    URL http = HttpTracing.class.getProtectionDomain().getCodeSource().getLocation();
    URL core = Tracer.class.getProtectionDomain().getCodeSource().getLocation();
    return new URLClassLoader(new URL[] {http, core}, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void client_worksWithoutServletApi() throws Exception {
    try (URLClassLoader loader = loader()) {
      Class<?> tracerType = loader.loadClass("dev.tracer.Tracer");
      Class<?> type = loader.loadClass("dev.tracer.http.HttpTracing");
      assertThat(type).isNotSameAs(HttpTracing.class);
      Object tracer = tracerType.getMethod("noop").invoke(null);
      var lookup = MethodHandles.publicLookup();
      Object tracing =
          lookup.findStatic(type, "of", MethodType.methodType(type, tracerType)).invoke(tracer);
      Object client =
          lookup
              .findVirtual(
                  type, "client", MethodType.methodType(HttpClient.class, HttpClient.class))
              .invoke(tracing, HttpClient.newHttpClient());
      assertThat(client).isInstanceOf(HttpClient.class);
      assertThatThrownBy(() -> loader.loadClass("jakarta.servlet.Filter"))
          .isInstanceOf(ClassNotFoundException.class);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Frameworks look at all methods of a bean's class. */
  @Test
  void methodsOfBeans_canBeListedWithoutServletApi() throws Exception {
    try (URLClassLoader loader = loader()) {
      for (String type : new String[] {"HttpTracing", "HttpTracingBuilder", "InboundPolicy"}) {
        Class<?> bean = loader.loadClass("dev.tracer.http." + type);
        assertThat(bean.getDeclaredMethods()).isNotEmpty();
        assertThat(bean.getDeclaredConstructors()).isNotEmpty();
        assertThat(bean.getDeclaredFields()).isNotEmpty();
      }
      Class<?> servlets = loader.loadClass("dev.tracer.http.ServletTracing");
      assertThatThrownBy(servlets::getDeclaredMethods).isInstanceOf(NoClassDefFoundError.class);
    }
  }
}
