// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.InstrumentationScope;
import dev.tracer.Resource;
import dev.tracer.export.SpanData;
import dev.tracer.export.otlp.OtlpEncoding;
import dev.tracer.export.send.Encoding;
import dev.tracer.internal.Hex;
import dev.tracer.internal.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes spans and log lines as one object of OTLP/JSON: what the page reads, what is exported, and
 * what stands in an HTML file. A piece at a time, so that a large trace takes no memory but its
 * own. A span that is not over yet has the end 0. Confined to one thread.
 */
final class OtlpOutput {
  private static final int PIECE = 64 << 10;
  private static final String HEAD = "{\"resourceSpans\":[";
  private static final String FOOT = "]}";

  private final OutputStream out;
  private final Encoding encoding = OtlpEncoding.json();
  private boolean first = true;

  private OtlpOutput(OutputStream out) {
    this.out = out;
  }

  /** Writes an object with these spans and lines; {@code more} are members of it. */
  static void write(
      Collection<? extends SpanData> spans, Collection<LogLine> logs, String more, OutputStream out)
      throws IOException {
    OtlpOutput output = new OtlpOutput(out);
    output.raw(HEAD);
    output.pieces(grouped(spans), Long.MAX_VALUE);
    output.raw("]");
    if (!logs.isEmpty()) {
      output.logs(logs);
    }
    output.raw(more.isEmpty() ? "}" : "," + more + "}");
  }

  /** How many of the first spans fit into so many bytes. */
  static int fitting(List<? extends SpanData> spans, long maxBytes) throws IOException {
    return new OtlpOutput(OutputStream.nullOutputStream()).pieces(spans, maxBytes);
  }

  /** The same spans, those of a resource and scope one behind the other. */
  private static List<SpanData> grouped(Collection<? extends SpanData> spans) {
    Map<Resource, Map<InstrumentationScope, List<SpanData>>> groups = new LinkedHashMap<>();
    for (SpanData span : spans) {
      groups
          .computeIfAbsent(span.resource(), r -> new LinkedHashMap<>())
          .computeIfAbsent(span.instrumentationScope(), s -> new ArrayList<>())
          .add(span);
    }
    List<SpanData> all = new ArrayList<>(spans.size());
    groups.values().forEach(scopes -> scopes.values().forEach(all::addAll));
    return all;
  }

  /** Writes elements of {@code resourceSpans} until they would be too many bytes. */
  private int pieces(List<? extends SpanData> spans, long maxBytes) throws IOException {
    long left = maxBytes;
    int written = 0;
    boolean empty = true;
    encoding.begin();
    for (SpanData span : spans) {
      if (!encoding.append(span, (int) Math.min(left, PIECE))) {
        if (!empty) {
          left -= piece();
          encoding.begin();
          empty = true;
        }
        if (!encoding.append(span, (int) Math.min(left, Integer.MAX_VALUE))) {
          break;
        }
      }
      empty = false;
      written++;
    }
    if (!empty) {
      piece();
    }
    return written;
  }

  private int piece() throws IOException {
    ByteBuffer request = encoding.end();
    if (!first) {
      out.write(',');
    }
    first = false;
    int length = request.remaining() - HEAD.length() - FOOT.length();
    out.write(request.array(), request.arrayOffset() + request.position() + HEAD.length(), length);
    return length;
  }

  private void raw(String ascii) throws IOException {
    out.write(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes the member {@code resourceLogs}, and a comma before it. */
  private void logs(Collection<LogLine> logs) throws IOException {
    Map<Resource, List<LogLine>> groups = new LinkedHashMap<>();
    for (LogLine log : logs) {
      groups.computeIfAbsent(log.resource(), r -> new ArrayList<>()).add(log);
    }
    JsonWriter json = new JsonWriter(8192);
    json.raw(",\"resourceLogs\":[");
    for (Map.Entry<Resource, List<LogLine>> group : groups.entrySet()) {
      json.raw(resource(group.getKey())).raw("\"scopeLogs\":[");
      for (LogLine line : group.getValue()) {
        log(json, line);
        if (json.size() > PIECE) {
          json.truncate(json.size() - 1); // the comma, which the next bracket may have to replace
          out.write(json.buffer(), 0, json.size());
          json.truncate(0);
          json.raw(',');
        }
      }
      json.close(']').raw("},");
    }
    json.close(']');
    out.write(json.buffer(), 0, json.size());
  }

  /** The beginning of an element, up to its scopes, as the encoding writes it for a span. */
  private byte[] resource(Resource resource) {
    SpanDraft draft = new SpanDraft();
    draft.resource = resource;
    encoding.begin();
    encoding.append(new ReceivedSpan(draft), Integer.MAX_VALUE);
    String request = StandardCharsets.UTF_8.decode(encoding.end()).toString();
    // a quote within a text is escaped, so the first of these is the member
    return request
        .substring(HEAD.length(), request.indexOf("\"scopeSpans\":["))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void log(JsonWriter json, LogLine log) {
    json.raw("{\"scope\":{\"name\":").string(log.logger());
    json.raw("},\"logRecords\":[{\"timeUnixNano\":\"").number(Math.max(0, log.epochNanos()));
    json.raw("\",\"severityText\":").string(log.severity());
    json.raw(",\"traceId\":").string(Hex.format(log.traceIdHigh(), log.traceIdLow()));
    json.raw(",\"spanId\":").string(Hex.format(log.spanId()));
    json.raw(",\"body\":{\"stringValue\":").string(log.text()).raw("}}]},");
  }
}
