// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

// Sends one trace of three spans with OpenTelemetry's SDK for Node: node send.js <endpoint> json|proto [gzip]
const { SpanKind, SpanStatusCode, trace, context } = require("@opentelemetry/api");
const { resourceFromAttributes } = require("@opentelemetry/resources");
const { BatchSpanProcessor, NodeTracerProvider } = require("@opentelemetry/sdk-trace-node");

const [endpoint, format, compression] = process.argv.slice(2);
const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-" + (format === "json" ? "http" : "proto"));
const exporter = new OTLPTraceExporter({ url: endpoint + "/v1/traces", compression: compression || "none" });
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ "service.name": "node-" + format }),
  spanProcessors: [new BatchSpanProcessor(exporter)],
});
const tracer = provider.getTracer("senders", "1.0");
const root = tracer.startSpan("root", { kind: SpanKind.SERVER, attributes: { text: "grüße", number: 42, half: 0.5, yes: true, list: [1, 2] } });
const below = trace.setSpan(context.active(), root);
const child = tracer.startSpan("child", { kind: SpanKind.CLIENT, links: [{ context: root.spanContext(), attributes: { why: "test" } }] }, below);
child.addEvent("tick", { n: 1 });
child.setStatus({ code: SpanStatusCode.ERROR, message: "broken" });
child.end();
tracer.startSpan("second", {}, below).end();
root.end();
provider.shutdown().then(() => console.log(root.spanContext().traceId));
