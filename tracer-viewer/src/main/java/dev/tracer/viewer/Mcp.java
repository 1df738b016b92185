// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.viewer;

import dev.tracer.internal.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets agents read traces: the Model Context Protocol (revision 2025-06-18) over one HTTP endpoint,
 * without sessions. Its tools {@code list_traces}, {@code show_trace} and {@code critical_path}
 * answer in plain text, bounded in bytes. Thread-safe.
 */
final class Mcp {
  private static final String VERSION = "2025-06-18";
  private static final String TOOLS =
      """
      {"tools":[{"name":"list_traces","description":"Traces in memory, one a line: id, start, \
      duration, spans, errors, service > root operation. sort=duration gives the slowest, \
      errors=true the failed ones.","inputSchema":{"type":"object","properties":{\
      "service":{"type":"string"},"operation":{"type":"string"},"q":{"type":"string",\
      "description":"words or attribute=value"},"minMs":{"type":"number"},\
      "errors":{"type":"boolean"},"sort":{"enum":["start","duration","spans","errors","name"]},\
      "limit":{"type":"integer"},"maxBytes":{"type":"integer"}}}},\
      {"name":"show_trace","description":"One trace as a waterfall of text: the tree of spans with \
      durations, errors, events and links.","inputSchema":{"type":"object","properties":{\
      "traceId":{"type":"string"},"maxBytes":{"type":"integer"}},"required":["traceId"]}},\
      {"name":"critical_path","description":"What one trace waited for: the spans on its critical \
      path with their share of it, the largest first.","inputSchema":{"type":"object","properties":{\
      "traceId":{"type":"string"},"maxBytes":{"type":"integer"}},"required":["traceId"]}}]}""";

  private final Api api;

  Mcp(Api api) {
    this.api = api;
  }

  /** Answers a message of JSON-RPC 2.0. */
  void handle(Exchange exchange) throws IOException, HttpError {
    exchange.checkMethod("POST");
    if (!exchange.contentType().equals(Answers.JSON)) {
      throw new HttpError(415, "content types: " + Answers.JSON);
    }
    Call call;
    try (Body body = exchange.body()) {
      call = Call.read(body.bytes());
    } catch (MalformedException e) {
      throw new HttpError(400, String.valueOf(e.getMessage()));
    }
    if (call.id.isEmpty()) {
      exchange.answer(202, Answers.JSON, ""); // a notification
      return;
    }
    JsonWriter json = new JsonWriter(1024);
    json.raw("{\"jsonrpc\":\"2.0\",\"id\":").raw(call.id).raw(',');
    answer(call, json);
    json.raw('}');
    exchange.answer(200, Answers.JSON, json.buffer(), json.size());
  }

  private void answer(Call call, JsonWriter json) {
    switch (call.method) {
      case "initialize" ->
          json.raw("\"result\":{\"protocolVersion\":\"" + VERSION + "\",\"capabilities\":")
              .raw(
                  "{\"tools\":{}},\"serverInfo\":{\"name\":\"tracer-viewer\",\"version\":\"0.1\"}}");
      case "ping" -> json.raw("\"result\":{}");
      case "tools/list" -> json.raw("\"result\":" + TOOLS);
      case "tools/call" -> tool(call, json);
      default -> json.raw("\"error\":{\"code\":-32601,\"message\":\"no such method\"}");
    }
  }

  private void tool(Call call, JsonWriter json) {
    String text;
    boolean failed = false;
    try {
      text = text(call);
    } catch (MalformedException e) {
      text = String.valueOf(e.getMessage());
      failed = true;
    }
    json.raw("\"result\":{\"content\":[{\"type\":\"text\",\"text\":").string(text);
    json.raw("}],\"isError\":").raw(failed ? "true" : "false").raw('}');
  }

  private String text(Call call) {
    Query query = new Query(call.arguments);
    int maxBytes = (int) Math.min(query.number("maxBytes", 16 << 10), Integer.MAX_VALUE / 2);
    return switch (call.tool) {
      case "list_traces" -> TraceText.list(api.find(query), maxBytes);
      case "show_trace" -> api.text(traceId(query), maxBytes);
      case "critical_path" -> TraceText.criticalPath(api.some(traceId(query)), maxBytes);
      default -> throw new MalformedException("no such tool: " + call.tool);
    };
  }

  private static TraceId traceId(Query query) {
    return TraceId.parse(query.text("traceId"));
  }

  /** A message. */
  private static final class Call {
    private final Map<String, String> arguments = new HashMap<>();
    private String method = "";
    private String tool = "";

    /** As JSON; empty for a notification. */
    private String id = "";

    private static Call read(byte[] body) {
      JsonInput json = new JsonInput(body, 0, body.length);
      Call call = new Call();
      json.members(
          name -> {
            switch (name) {
              case "id" -> call.id = id(json);
              case "method" -> call.method = json.string();
              case "params" -> json.members(member -> call.parameter(member, json));
              default -> json.skip();
            }
          });
      json.finish();
      return call;
    }

    private static String id(JsonInput json) {
      if (!json.isString()) {
        return json.scalar();
      }
      JsonWriter quoted = new JsonWriter(64);
      quoted.string(json.string());
      return new String(quoted.buffer(), 0, quoted.size(), StandardCharsets.UTF_8);
    }

    private void parameter(String name, JsonInput json) {
      switch (name) {
        case "name" -> tool = json.string();
        case "arguments" ->
            json.members(
                argument -> {
                  String value = json.scalarOrNull();
                  if (value != null) {
                    arguments.put(argument, value);
                  }
                });
        default -> json.skip();
      }
    }
  }
}
