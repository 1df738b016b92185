// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.send;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Signs requests over HTTP as they are about to be sent, for servers that want a proof of each, AWS
 * for example. Called on the sender's own thread, before each attempt.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RequestSigner {
  /**
   * The signature of a POST.
   *
   * @param url where it goes
   * @param headers those that will be sent, by their names without regard to case; {@code Host} and
   *     {@code Content-Length} among them. Cannot be changed
   * @param body the bytes that will be sent, after compression. Read-only
   * @return the headers that carry the signature, which are added or replace others
   */
  Map<String, String> sign(URI url, Map<String, String> headers, ByteBuffer body);
}
