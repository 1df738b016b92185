// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export.text;

import dev.tracer.Attributes;
import dev.tracer.SpanKind;
import dev.tracer.export.SpanData;
import dev.tracer.internal.SpanRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells a span apart from others of the same name, by OpenTelemetry's semantic conventions:
 * whom a client called, where a server routed to, with which status; the topic of a message; the
 * query. Only what the name does not say already. Stateless.
 */
final class Hint {
  private Hint() {}

  /** The hint of a span; of several what their hints begin with. Not escaped; may be empty. */
  static String of(List<SpanRow> alike) {
    String common = of(alike.get(0).span);
    for (SpanRow row : alike) {
      String hint = of(row.span);
      if (!hint.equals(common)) {
        int same = 0;
        while (same < hint.length()
            && same < common.length()
            && hint.charAt(same) == common.charAt(same)) {
          same++;
        }
        common = hint.substring(0, same);
      }
    }
    boolean whole = common.isEmpty() || common.equals(of(alike.get(0).span));
    return whole ? common : common + '…';
  }

  private static String of(SpanData span) {
    Attributes about = span.attributes();
    String hint = "";
    if (about.get("http.request.method") != null) {
      hint = http(span, about);
    } else if (about.get("messaging.system") != null) {
      hint = text(about.get("messaging.destination.name"));
    } else if (about.get("db.system.name") != null) {
      String summary = text(about.get("db.query.summary"));
      hint = summary.isEmpty() ? text(about.get("db.query.text")).strip() : summary;
    }
    return span.name().contains(hint) ? "" : hint;
  }

  private static String http(SpanData span, Attributes about) {
    String where = span.kind() == SpanKind.CLIENT ? target(about) : route(about);
    String status = text(about.get("http.response.status_code"));
    if (span.name().contains(where)) {
      return status;
    }
    return status.isEmpty() ? where : where + ' ' + status;
  }

  private static String route(Attributes about) {
    String route = text(about.get("http.route"));
    return route.isEmpty() ? text(about.get("url.path")) : route;
  }

  /** Host, port and path of a URL: {@code api.example.com/v1/items}. */
  private static String target(Attributes about) {
    String url = text(about.get("url.full"));
    int host = url.indexOf("://");
    if (host < 0) {
      return text(about.get("server.address")) + text(about.get("url.path"));
    }
    int end = url.length();
    for (char stop : new char[] {'?', '#'}) {
      int at = url.indexOf(stop);
      end = at < 0 ? end : Math.min(end, at);
    }
    return url.substring(Math.min(host + 3, end), end);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
