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
   * What tells the other side, the best first (OpenTelemetry, "Zipkin Exporter", remote endpoint),
   * with the present names of the semantic conventions.
   */
  private static final List<Peer> PEERS =
      List.of(
          Peer.name("service.peer.name"),
          Peer.name("peer.service"),
          Peer.name("server.address"),
          Peer.name("net.peer.name"),
          new Peer("network.peer.address", "network.peer.port"),
          Peer.name("server.socket.domain"),
          new Peer("server.socket.address", "server.socket.port"),
          Peer.name("net.sock.peer.name"),
          new Peer("net.sock.peer.addr", "net.sock.peer.port"),
          Peer.name("peer.hostname"),
          Peer.name("peer.address"),
          Peer.name("db.namespace"),
          Peer.name("db.name"));

  /**
   * An attribute that tells the other side.
   *
   * @param port the attribute with its port if it is the address of a socket, otherwise null
   */
  private record Peer(String attribute, @Nullable String port) {
    static Peer name(String attribute) {
      return new Peer(attribute, null);
    }
  }

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
    String name = null;
    String address = null;
    long port = port(attributes.get("server.port"));
    for (Peer peer : PEERS) {
      String value = text(attributes.get(peer.attribute()));
      if (name == null) {
        name = value;
      }
      if (value != null && peer.port() != null && address == null) {
        address = value;
        port = port(attributes.get(peer.port()));
      }
    }
    return new ZipkinEndpoint(name, address, port);
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
