// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.zipkin;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import dev.tracer.internal.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in Zipkin's sense: a service, its address, or both. Immutable.
 *
 * @param port 0 if it is not known
 */
record ZipkinEndpoint(@Nullable String serviceName, @Nullable String address, long port) {
  private static final ZipkinEndpoint NONE = new ZipkinEndpoint(null, null, 0);
  private static final long MAX_PORT = 65_535;

  /**
   * What tells the name of the other side, the best first (OpenTelemetry, "Zipkin Exporter", remote
   * endpoint), with the present names of the semantic conventions.
   */
  private static final List<String> PEER_NAMES =
      List.of(
          "service.peer.name",
          "peer.service",
          "server.address",
          "net.peer.name",
          "server.socket.domain",
          "net.sock.peer.name",
          "peer.hostname",
          "peer.address",
          "db.namespace",
          "db.name");

  private static final List<String> PEER_ADDRESSES =
      List.of("network.peer.address", "server.socket.address", "net.sock.peer.addr");
  private static final List<String> PEER_PORTS =
      List.of("network.peer.port", "server.socket.port", "net.sock.peer.port", "server.port");

  /** Where the span was made. */
  static ZipkinEndpoint local(SpanData span) {
    Attributes attributes = span.attributes();
    return new ZipkinEndpoint(
        text(span.resource().attributes().get("service.name")),
        text(attributes.get("network.local.address")),
        port(attributes.get("network.local.port")));
  }

  /** The other side of a call or of a message that is sent. */
  static ZipkinEndpoint remote(SpanData span) {
    if (span.kind() != SpanKind.CLIENT && span.kind() != SpanKind.PRODUCER) {
      return NONE;
    }
    Attributes attributes = span.attributes();
    String address = text(first(attributes, PEER_ADDRESSES));
    String name = text(first(attributes, PEER_NAMES));
    long port = port(first(attributes, PEER_PORTS));
    return new ZipkinEndpoint(name == null ? address : name, address, port);
  }

  private static @Nullable Object first(Attributes attributes, List<String> names) {
    for (String name : names) {
      Object value = attributes.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }

  private static long port(@Nullable Object value) {
    return value instanceof Long number && number > 0 && number <= MAX_PORT ? number : 0;
  }

  /** Writes a member that begins with {@code head}, and a comma; nothing if nothing is known. */
  void write(JsonWriter json, String head) {
    if (serviceName == null && address == null) {
      return;
    }
    json.raw(head);
    if (serviceName != null) {
      json.raw("\"serviceName\":").string(serviceName).raw(',');
    }
    if (address != null && isIpv4(address)) {
      json.raw("\"ipv4\":").string(address).raw(',');
    } else if (address != null && isIpv6(address)) {
      json.raw("\"ipv6\":").string(address).raw(',');
    }
    if (port != 0) {
      json.raw("\"port\":").number(port).raw(',');
    }
    json.close('}').raw(',');
  }

  private static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || !isNumber(part) || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /* Zipkin drops an address that it cannot read: what has colons and hex digits only will do. */
  private static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0
        && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
  }
}
