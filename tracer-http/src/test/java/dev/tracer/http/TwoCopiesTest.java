// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two applications in one Tomcat, each with the library in a class loader of its own. */
class TwoCopiesTest {
  @TempDir Path folder;

  /** Loads this library and these tests itself, all else as usual. */
  private static final class CopyLoader extends URLClassLoader {
    CopyLoader() {
      super(
          new URL[] {location(Tracer.class), location(HttpTracing.class), location(Copy.class)},
          TwoCopiesTest.class.getClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.tracer.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }
  }

  private record Copy(Object tracing) implements AutoCloseable {
    static Copy load() throws ReflectiveOperationException {
      Class<?> type = new CopyLoader().loadClass(TracingCopy.class.getName());
      assertThat(type).isNotSameAs(TracingCopy.class);
      return new Copy(type.getDeclaredConstructor().newInstance());
    }

    @SuppressWarnings("unchecked") // what TracingCopy is, whoever loaded it
    void addTo(ServletContext context) {
      ((Consumer<ServletContext>) tracing).accept(context);
    }

    @SuppressWarnings("unchecked")
    String span() {
      return ((Supplier<String>) tracing).get();
    }

    @Override
    public void close() {
      ((Runnable) tracing).run();
    }
  }

  private void app(Tomcat tomcat, String path, Copy copy, ServletFixture.Service service) {
    Context context = tomcat.addContext(path, folder.toString());
    context.setCrossContext(true);
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          copy.addTo(servlets);
          ServletsUnderTest.add(servlets, new ServletFixture.ServiceServlet(service), "/x");
        },
        Set.of());
  }

  @Test
  void forwardToTheOtherApplication_endsBothSpans() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    try (Copy one = Copy.load();
        Copy other = Copy.load()) {
      app(
          tomcat,
          "/a",
          one,
          (request, answer) ->
              request
                  .getServletContext()
                  .getContext("/b")
                  .getRequestDispatcher("/x")
                  .forward(request, answer));
      app(tomcat, "/b", other, (request, answer) -> answer.setStatus(202));
      tomcat.start();
      URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/a/x");
      HttpResponse<Void> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());

      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(other.span()).isEqualTo("GET /b/x 202");
      assertThat(one.span()).isEqualTo("GET /a/x 202");
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
