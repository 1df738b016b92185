// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tracer.export.ExportResult;
import dev.tracer.export.send.FakeTiming;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static HttpsServer server;
  private static SSLContext context;
  private static final AtomicInteger requests = new AtomicInteger();

  @BeforeAll
  static void startServer() throws Exception {
    context = context(makeKeyStore());
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/v1/traces",
        exchange -> {
          requests.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.stop(0);
  }

  /** A self-signed certificate for localhost, made by the JDK's own tool. */
  private static Path makeKeyStore() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "key",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), "UTF-8");
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(output).isZero();
    return file;
  }

  private static SSLContext context(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("key", keys.getCertificate("key"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return made;
  }

  private static OtlpExporterBuilder builder() {
    return OtlpExporter.builder().endpoint("https://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void export_trustedServer_works() {
    FakeTiming timing = new FakeTiming();
    OtlpExporterBuilder builder = builder().sslSocketFactory(context.getSocketFactory());
    timing.rule(builder.exporter, builder.http);
    OtlpExporter exporter = builder.build();

    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    assertThat(exporter.export(TestSpan.batch(2))).isEqualTo(ExportResult.success(2));
    exporter.close(Duration.ofSeconds(1));
  }

  @Test
  void export_unknownCertificate_failsWithoutRepetition() {
    FakeTiming timing = new FakeTiming();
    OtlpExporterBuilder builder = builder();
    timing.rule(builder.exporter, builder.http);
    OtlpExporter exporter = builder.build();
    int before = requests.get();

    ExportResult result = exporter.export(TestSpan.batch(2));

    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.message()).contains("cannot connect: SSLHandshakeException");
    assertThat(timing.pausedMillis).isEmpty();
    assertThat(requests.get()).isEqualTo(before);
    exporter.close(Duration.ofSeconds(1));
  }
}
