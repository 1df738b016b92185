// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tracer.export.ExportResult;
import dev.tracer.export.send.FakeTiming;
import dev.tracer.internal.ChildProgram;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static HttpsServer server;
  private static SSLContext context;
  private static final AtomicInteger requests = new AtomicInteger();

  @BeforeAll
  static void startServer() throws Exception {
    context = context(makeKeyStore(keys()), null);
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
  static Path makeKeyStore(Path file) throws Exception {
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
    assertThat(keytool.waitFor()).as(output).isZero();
    return file;
  }

  private static Path keys() {
    return directory.resolve("keys.p12");
  }

  /** Who has the keys in {@code file}, and trusts {@code others}, or itself if they are null. */
  static SSLContext context(Path file, TrustManager[] others) throws Exception {
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
    made.init(own.getKeyManagers(), others == null ? trust.getTrustManagers() : others, null);
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
    exporter.export(TestSpan.batch(2));
    assertThat(timing.pausedMillis).as("it is left alone for a while").containsExactly(1000L);
    exporter.close(Duration.ofSeconds(1));
  }

  @Test
  void plainHttp_toAServerOfTheJdk_hintsAtHttps() { // it closes, since JDK 25 with an alert
    assertThat(exportInPlainHttp(server.getAddress().getPort()))
        .contains("speaks TLS", "use https://")
        .doesNotContain("4317");
  }

  @Test
  void plainHttp_toAServerThatClosesWithoutAWord_hintsAtHttps() throws Exception {
    try (ServerSocket raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread accepting = new Thread(() -> readAndClose(raw), "closing");
      accepting.start();

      assertThat(exportInPlainHttp(raw.getLocalPort()))
          .contains("connection lost", "if the server speaks TLS, use https://")
          .doesNotContain("4317");
      raw.close();
      accepting.join();
    }
  }

  @Test
  void plainHttp_toAServerThatSendsAnAlert_hintsAtHttps() throws Exception {
    try (ServerSocket raw =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread accepting = new Thread(() -> readAndClose(raw), "shaking hands");
      accepting.start();

      assertThat(exportInPlainHttp(raw.getLocalPort()))
          .contains("use https://") // what it answers may get lost as it closes
          .doesNotContain("4317");
      raw.close();
      accepting.join();
    }
  }

  /** Takes connections, and ends each when something has come; with TLS, that is no handshake. */
  private static void readAndClose(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read();
      } catch (IOException e) {
        // not TLS, or closed
      }
    }
  }

  private static String exportInPlainHttp(int port) {
    FakeTiming timing = new FakeTiming();
    OtlpExporterBuilder builder = OtlpExporter.builder().endpoint("http://127.0.0.1:" + port);
    timing.rule(builder.exporter, builder.http);
    OtlpExporter exporter = builder.build();
    ExportResult result = exporter.export(TestSpan.batch(2));
    exporter.close(Duration.ofSeconds(1));
    assertThat(result.failed()).isEqualTo(2);
    return result.message();
  }

  /** Takes the JVM's ways to open a URL for itself, and exports all the same. */
  static final class Program {
    public static void main(String[] args) throws Exception {
      AtomicInteger asked = new AtomicInteger();
      URL.setURLStreamHandlerFactory(
          protocol -> protocol.startsWith("http") ? new Foreign(asked) : null);
      ForeignFactory factory = new ForeignFactory();
      HttpsURLConnection.setDefaultSSLSocketFactory(factory);
      HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> asked.addAndGet(1) > 0);
      OtlpExporter exporter =
          OtlpExporter.builder()
              .endpoint(args[0])
              .sslSocketFactory(context(Path.of(args[1]), null).getSocketFactory())
              .timeout(Duration.ofMinutes(1))
              .build();
      ExportResult result = exporter.export(TestSpan.batch(2));
      exporter.close(Duration.ofSeconds(1));
      System.out.println(
          "exported " + result.exported() + ", asked " + (asked.get() + factory.asked.get()));
    }

    /** A handler that ignores whatever socket factory a connection is given. */
    private static final class Foreign extends URLStreamHandler {
      private final AtomicInteger asked;

      Foreign(AtomicInteger asked) {
        this.asked = asked;
      }

      @Override
      protected URLConnection openConnection(URL url) throws IOException {
        asked.incrementAndGet();
        throw new IOException("foreign");
      }
    }
  }

  /** Makes nothing. */
  static class ForeignFactory extends SSLSocketFactory {
    final AtomicInteger asked = new AtomicInteger();

    private Socket refuse() throws IOException {
      asked.incrementAndGet();
      throw new IOException("foreign");
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return new String[0];
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean close)
        throws IOException {
      return refuse();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return refuse();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return refuse();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return refuse();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return refuse();
    }
  }

  @Test
  void urlHandlersOfTheApplication_doNotMatter(@TempDir Path out) throws Exception {
    String said =
        ChildProgram.run(
            out,
            Program.class,
            List.of(),
            "https://127.0.0.1:" + server.getAddress().getPort(),
            keys().toString());

    assertThat(said).contains("exported 2, asked 0");
  }
}
