// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.xray;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import org.jspecify.annotations.Nullable;

/** Names as X-Ray wants them: a segment's is the service, a call's is whom it goes to. */
final class SegmentNames {
  private static final int MAX_LENGTH = 200;
  private static final String MARKS = " _.:/%&#=+\\-@";

  private SegmentNames() {}

  static String of(SpanData span, boolean segment) {
    if (segment) {
      return legal(span.resource().serviceName());
    }
    String peer = span.kind() == SpanKind.CLIENT ? peer(span.attributes()) : null;
    return legal(peer == null ? span.name() : peer);
  }

  private static @Nullable String peer(Attributes attributes) {
    String service =
        SegmentWriter.asText(SegmentWriter.first(attributes, "service.peer.name", "peer.service"));
    if (service == null && SegmentAws.isCall(attributes)) {
      service = SegmentAws.service(attributes);
    }
    if (service != null) {
      return service;
    }
    String host =
        SegmentWriter.asText(SegmentWriter.first(attributes, "server.address", "net.peer.name"));
    String database =
        SegmentWriter.asText(SegmentWriter.first(attributes, "db.namespace", "db.name"));
    if (database != null) {
      return host == null ? database : database + '@' + host;
    }
    return host;
  }

  /** The name without what X-Ray refuses: letters, digits, spaces and a few marks, at most 200. */
  static String legal(String name) {
    StringBuilder legal = new StringBuilder(Math.min(name.length(), MAX_LENGTH));
    for (int i = 0; i < name.length() && legal.length() < MAX_LENGTH; i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0) {
        legal.append(c);
      }
    }
    return legal.toString().isBlank() ? "span" : legal.toString();
  }
}
