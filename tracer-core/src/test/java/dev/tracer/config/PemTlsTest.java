// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.tracer.FlushResult;
import dev.tracer.Tracer;
import dev.tracer.internal.LogCapture;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and keys in PEM, to a server that asks its clients for theirs. */
@Tag("slow")
class PemTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Whose certificates came with requests. */
  private static final List<String> PEERS = new CopyOnWriteArrayList<>();

  @TempDir static Path directory;
  private static HttpsServer server;

  @BeforeAll
  static void startServer() throws Exception {
    KeyStore own = makeKey("server", "EC");
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      makeKey(algorithm, algorithm);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      trusted.setCertificateEntry(algorithm, load(algorithm).getCertificate("key"));
    }
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new Asking(context(own, trusted)));
    server.createContext(
        "/v1/traces",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          var session = ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
          PEERS.add(session.getPeerPrincipal().getName());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** Wants a certificate of each client. */
  private static final class Asking extends HttpsConfigurator {
    Asking(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
      ssl.setNeedClientAuth(true);
      parameters.setSSLParameters(ssl);
    }
  }

  private static SSLContext context(KeyStore own, KeyStore trusted) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /**
   * A key with a certificate that it has signed itself, made by the JDK's own tool; as PEM, too.
   */
  private static KeyStore makeKey(String name, String algorithm) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", algorithm, "-alias", "key"));
    command.addAll(List.of("-dname", "CN=" + name, "-ext", "san=dns:localhost,ip:127.0.0.1"));
    command.addAll(List.of("-validity", "2", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(List.of("-keystore", directory.resolve(name + ".p12").toString()));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), "UTF-8");
    keytool.waitFor();
    assertThat(keytool.exitValue()).as(output).isZero();
    KeyStore store = load(name);
    writePem(name + ".pem", "CERTIFICATE", store.getCertificate("key").getEncoded());
    writePem(name + ".key", "PRIVATE KEY", store.getKey("key", PASSWORD).getEncoded());
    return store;
  }

  private static KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static void writePem(String name, String what, byte[] bytes) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        directory.resolve(name),
        "text before\n-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private static FlushResult send(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:" + server.getAddress().getPort());
    environment.put("OTEL_SERVICE_NAME", "shop");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], directory.resolve(namesAndValues[i + 1]).toString());
    }
    try (Tracer tracer = Settings.of(environment, Map.of()).tracerBuilder().build()) {
      tracer.startSpan("span").end();
      return tracer.flush(TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void export_withKeyAndCertificate_isKnownToTheServer(String client) {
    PEERS.clear();
    FlushResult result =
        send(
            "OTEL_EXPORTER_OTLP_CERTIFICATE", "server.pem",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY", client + ".key",
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", client + ".pem");

    assertThat(result).isEqualTo(new FlushResult(1, 0, 0));
    assertThat(PEERS).containsExactly("CN=" + client);
  }

  @Test
  void export_withoutAKey_isRefusedByTheServer() {
    try (LogCapture log = new LogCapture()) {
      FlushResult result = send("OTEL_EXPORTER_OTLP_CERTIFICATE", "server.pem");

      assertThat(result.dropped()).isEqualTo(1);
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void export_toAServerOfOtherRoots_fails() {
    try (LogCapture log = new LogCapture()) {
      FlushResult result =
          send(
              "OTEL_EXPORTER_OTLP_CERTIFICATE", "EC.pem",
              "OTEL_EXPORTER_OTLP_CLIENT_KEY", "EC.key",
              "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "EC.pem");

      assertThat(result.dropped()).isEqualTo(1);
      assertThat(log.warnings()).singleElement().asString().contains("SSLHandshakeException");
    }
  }

  @Test
  void files_thatHoldSomethingElse_areNamedWithoutTheirContent() {
    Path key = directory.resolve("EC.key");
    Path chain = directory.resolve("EC.pem");

    assertThatThrownBy(() -> PemTls.socketFactory(null, chain, chain))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("no PKCS #8 key");
    assertThatThrownBy(() -> PemTls.socketFactory(key, null, null))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
