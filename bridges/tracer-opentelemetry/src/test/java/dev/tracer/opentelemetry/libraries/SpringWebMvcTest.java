// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.opentelemetry.libraries;

import dev.tracer.Tracer;
import dev.tracer.internal.LogCapture;
import dev.tracer.opentelemetry.OpenTelemetryBridge;
import dev.tracer.testing.TestTracer;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.instrumentation.spring.webmvc.v6_0.SpringWebMvcTelemetry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Spring WebMVC with OpenTelemetry's published filter, in a real Tomcat. */
class SpringWebMvcTest {
  @TempDir Path folder;

  private final LogCapture log = new LogCapture();
  private final TestTracer test = TestTracer.create();
  private final OpenTelemetryBridge bridge = OpenTelemetryBridge.of(test.tracer());

  private final Tomcat tomcat = new Tomcat();

  /** Tomcat tells there what a controller throws; held, as it would forget its level else. */
  private Logger quiet;

  @Configuration
  @EnableWebMvc
  static class Config {}

  /** The application. */
  @RestController
  static final class Items {
    private final Tracer tracer;

    Items(Tracer tracer) {
      this.tracer = tracer;
    }

    @GetMapping("/items/{id}")
    String item(@PathVariable("id") String id) {
      return tracer.call("load", span -> "item " + id);
    }

    @GetMapping("/later")
    Callable<String> later() {
      return () -> "later";
    }

    @GetMapping("/broken")
    String broken() {
      throw new IllegalStateException("broken");
    }
  }

  @BeforeEach
  void start() throws Exception {
    AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
    spring.register(Config.class, Items.class);
    DispatcherServlet dispatcher = new DispatcherServlet(spring);
    spring.addBeanFactoryPostProcessor(
        beans -> {
          beans.registerSingleton("tracer", test.tracer());
          beans.registerSingleton("dispatcher", dispatcher);
        });
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", folder.toString());
    StandardContext standard = (StandardContext) context; // it would warn that it may not look
    standard.setClearReferencesObjectStreamClassCaches(false);
    standard.setClearReferencesThreadLocals(false);
    standard.setClearReferencesRmiTargets(false);
    quiet = Logger.getLogger(context.getLogName());
    quiet.setLevel(Level.OFF);
    context.addServletContainerInitializer(
        (classes, servlets) -> { // the filter looks there for the dispatcher and its routes
          spring.setServletContext(servlets);
          spring.refresh();
          servlets.setAttribute(
              WebApplicationContext.ROOT_WEB_APPLICATION_CONTEXT_ATTRIBUTE, spring);
        },
        Set.of());
    var servlet = Tomcat.addServlet(context, "spring", dispatcher);
    servlet.setAsyncSupported(true);
    servlet.addMapping("/");
    add(context, "telemetry", SpringWebMvcTelemetry.create(bridge).createServletFilter());
    tomcat.start();
    spring.publishEvent(new ContextRefreshedEvent(spring)); // as Boot does behind the start
  }

  private static void add(Context context, String name, Filter filter) {
    FilterDef definition = new FilterDef();
    definition.setFilterName(name);
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName(name);
    map.addURLPattern("/*");
    EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC)
        .forEach(type -> map.setDispatcher(type.name()));
    context.addFilterMap(map);
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.stop();
    tomcat.destroy();
    quiet.setLevel(null);
    test.close();
    log.close();
  }

  private void get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    HttpClient client =
        JavaHttpClientTelemetry.create(bridge).newHttpClient(HttpClient.newHttpClient());
    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }

  /** The container answers before it tells the library of the end. */
  private void assertTree(String expected) throws Exception {
    test.awaitNoOpenSpans(Duration.ofMinutes(5));
    test.assertTree(expected);
  }

  @Test
  void request_fromClientToController_isOneTrace() throws Exception {
    test.tracer().run("order", span -> get("/items/7"));
    assertTree(
        """
        order
          GET [CLIENT]
            GET /items/{id} [SERVER]
              load
        """);
  }

  @Test
  void request_thatFails_isToldOnBothSides() throws Exception {
    test.tracer().run("order", span -> get("/broken"));
    assertTree(
        """
        order
          GET [CLIENT] ERROR
            GET /broken [SERVER] ERROR
        """);
  }

  @Test
  void request_answeredLater_hasOneSpan() throws Exception {
    test.tracer().run("order", span -> get("/later"));
    assertTree(
        """
        order
          GET [CLIENT]
            GET /later [SERVER]
        """);
  }
}
