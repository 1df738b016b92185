// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS from files in PEM: the roots to trust, and a key with its certificates (OTLP exporter
 * specification, "Configuration Options", certificates). Stateless.
 */
final class PemTls {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final String[] KEY_ALGORITHMS = {"RSA", "EC", "Ed25519"};

  private PemTls() {}

  /**
   * A factory of sockets.
   *
   * @param roots a file of certificates, or null for the JDK's
   * @param key a file of a PKCS #8 key, or null for none; then {@code chain} is not read
   * @param chain a file of the key's certificate and those above it
   * @throws GeneralSecurityException if a file does not hold what it should
   * @throws IOException if a file cannot be read
   */
  static SSLSocketFactory socketFactory(
      @Nullable Path roots, @Nullable Path key, @Nullable Path chain)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        key == null || chain == null ? null : keyManagers(key, chain),
        roots == null ? null : trustManagers(roots),
        null);
    return context.getSocketFactory();
  }

  private static TrustManager[] trustManagers(Path roots)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(roots)) {
      store.setCertificateEntry("root" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keyManagers(Path key, Path chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    Certificate[] certificates = certificates(chain).toArray(new Certificate[0]);
    store.setKeyEntry("key", privateKey(key), new char[0], certificates);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("no certificate in " + file);
      }
      return certificates;
    }
  }

  private static PrivateKey privateKey(Path file) throws GeneralSecurityException, IOException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new GeneralSecurityException("no PKCS #8 key (\"" + BEGIN + "\") in " + file);
    }
    byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
    GeneralSecurityException last = new GeneralSecurityException("no key in " + file);
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (GeneralSecurityException e) {
        last = e; // of another kind, perhaps
      }
    }
    throw last;
  }
}
