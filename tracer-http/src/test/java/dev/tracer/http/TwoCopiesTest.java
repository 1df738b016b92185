// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.http.kit.Waiting;
import jakarta.servlet.ServletContext;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications in one Tomcat, each with the library in a class loader of its own. */
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

  private Tomcat tomcat() {
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    return tomcat;
  }

  private static HttpResponse<Void> get(Tomcat tomcat, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
  }

  @Test
  void forwardToTheOtherApplication_endsBothSpans() throws Exception {
    Tomcat tomcat = tomcat();
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
      HttpResponse<Void> response = get(tomcat, "/a/x");

      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(other.span()).isEqualTo("GET /b/x 202");
      assertThat(one.span()).isEqualTo("GET /a/x 202");
      tomcat.stop();
      tomcat.destroy();
    }
  }

  /** The classes of the container stay, and must not keep those of an application. */
  @Test
  void undeploy_freesTheClassLoader() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loaders.add(deployCallUndeploy());
    }
    Waiting.until(
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.get() == null);
        },
        "the end of " + loaders.size() + " class loaders");
  }

  private WeakReference<ClassLoader> deployCallUndeploy() throws Exception {
    Tomcat tomcat = tomcat();
    try (Copy copy = Copy.load()) {
      app(tomcat, "/a", copy, (request, answer) -> answer.setStatus(202));
      tomcat.start();
      assertThat(get(tomcat, "/a/x").statusCode()).isEqualTo(202);
      assertThat(copy.span()).isEqualTo("GET /a/x 202");
      return new WeakReference<>(copy.tracing().getClass().getClassLoader());
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
