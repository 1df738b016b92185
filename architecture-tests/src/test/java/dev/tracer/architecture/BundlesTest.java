// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.Tracer;
import dev.tracer.architecture.bundle.TracingActivator;
import dev.tracer.http.HttpTracing;
import dev.tracer.jdbc.JdbcTracing;
import dev.tracer.samplers.Sampling;
import dev.tracer.testing.TestTracer;
import dev.tracer.viewer.Viewer;
import dev.tracer.zipkin.ZipkinExporter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The bundles in an OSGi framework: their headers are enough to be resolved and to work. */
class BundlesTest {
  /** A class of each bundle that needs nothing but the JDK and other bundles of ours. */
  private static final List<Class<?>> BUNDLES =
      List.of(
          Tracer.class,
          TestTracer.class,
          Sampling.class,
          HttpTracing.class,
          JdbcTracing.class,
          ZipkinExporter.class,
          Viewer.class);

  @TempDir private Path directory;

  @Test
  void bundles_areResolvedStartedAndWork() throws Exception {
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, directory.resolve("cache").toString()));
    framework.start();
    try {
      BundleContext context = framework.getBundleContext();
      for (Class<?> type : BUNDLES) {
        context.installBundle(location(type));
      }
      Bundle application = context.installBundle(application().toUri().toString());
      for (Bundle bundle : context.getBundles()) {
        bundle.start(); // throws and says why if it cannot be resolved
      }

      assertThat(context.getBundles())
          .hasSize(BUNDLES.size() + 2)
          .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
      assertThat(application.loadClass(Tracer.class.getName())).isNotSameAs(Tracer.class);
      ServiceReference<?> spans = context.getServiceReference(List.class);
      assertThat(context.getService(spans)).isEqualTo(List.of("GET CLIENT", "work INTERNAL"));
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  /** The folder or the jar, whichever this build has made, as bundles are named. */
  private static String location(Class<?> type) throws Exception {
    return "reference:" + type.getProtectionDomain().getCodeSource().getLocation();
  }

  private Path application() throws Exception {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, "application");
    headers.putValue(Constants.BUNDLE_VERSION, "1.0.0");
    headers.putValue(Constants.BUNDLE_ACTIVATOR, TracingActivator.class.getName());
    headers.putValue(
        Constants.IMPORT_PACKAGE,
        "dev.tracer, dev.tracer.export, dev.tracer.http, dev.tracer.samplers, dev.tracer.sampling,"
            + " org.osgi.framework");
    Path jar = directory.resolve("application.jar");
    String entry = TracingActivator.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream in = TracingActivator.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }
}
