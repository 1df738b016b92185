// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracer.export.ExportResult;
import dev.tracer.export.send.FakeTiming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not accept the certificate of its client, which TLS 1.3 tells it late. */
class ClientCertificateTest {
  private final CountDownLatch clientIsDone = new CountDownLatch(1);

  /** Refuses every client, when that takes the handshake for complete. */
  private final class Refusing implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      try {
        clientIsDone.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new CertificateException("unknown");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Makes sockets that tell when their handshake is complete. */
  private final class Telling extends HttpsTest.ForeignFactory {
    private final SSLSocketFactory delegate;

    Telling(SSLSocketFactory delegate) {
      this.delegate = delegate;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean close)
        throws IOException {
      SSLSocket made = (SSLSocket) delegate.createSocket(socket, host, port, close);
      made.addHandshakeCompletedListener(event -> clientIsDone.countDown());
      return made;
    }
  }

  private static void shakeHands(SSLServerSocket server) {
    try {
      while (true) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
          socket.startHandshake();
        } catch (javax.net.ssl.SSLException e) {
          // as it should be
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Test
  void export_certificateIsRefused_failsWithoutRepetitionAndSaysSo(@TempDir Path directory)
      throws Exception {
    Path keys = HttpsTest.makeKeyStore(directory.resolve("keys.p12"));
    SSLContext context = HttpsTest.context(keys, new TrustManager[] {new Refusing()});
    SSLSocketFactory factory = HttpsTest.context(keys, null).getSocketFactory();
    try (SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      server.setNeedClientAuth(true);
      server.setEnabledProtocols(new String[] {"TLSv1.3"});
      Thread thread = new Thread(() -> shakeHands(server), "server");
      thread.setDaemon(true);
      thread.start();
      FakeTiming timing = new FakeTiming();
      OtlpExporterBuilder builder =
          OtlpExporter.builder()
              .endpoint("https://127.0.0.1:" + server.getLocalPort())
              .sslSocketFactory(new Telling(factory));
      timing.rule(builder.exporter, builder.http);
      OtlpExporter exporter = builder.build();

      ExportResult result = exporter.export(TestSpan.batch(2));

      assertThat(result.failed()).isEqualTo(2);
      assertThat(result.message()).contains("SSLHandshakeException", "certificate");
      assertThat(timing.pausedMillis).isEmpty();
      exporter.close(java.time.Duration.ofSeconds(1));
    }
  }
}
