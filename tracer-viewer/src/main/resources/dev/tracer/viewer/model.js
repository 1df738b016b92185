// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// Spans as the page knows them, read from OTLP-JSON. Times are numbers of nanoseconds since the
// start of the trace: counted from 1970 they would not fit into the 53 bits of a number.

const KINDS = ["", "internal", "server", "client", "producer", "consumer"];

/** The value of an attribute: text, number, boolean, list or object. */
function plainValue(value) {
  if (value === undefined || value === null) return "";
  if ("stringValue" in value) return value.stringValue;
  if ("intValue" in value) return String(value.intValue);
  if ("boolValue" in value) return value.boolValue;
  if ("doubleValue" in value) return value.doubleValue;
  if ("bytesValue" in value) return value.bytesValue;
  if ("arrayValue" in value) return (value.arrayValue.values || []).map(plainValue);
  if ("kvlistValue" in value) return Object.fromEntries(plainPairs(value.kvlistValue.values));
  return "";
}

/** Attributes as pairs, in their order. */
function plainPairs(attributes) {
  return (attributes || []).map((a) => [a.key, plainValue(a.value)]);
}

function valueText(value) {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A moment in nanoseconds since 1970 as seconds and nanoseconds, which both are exact numbers. */
function readMoment(text) {
  const digits = String(text || 0);
  return digits.length > 9 ? [Number(digits.slice(0, -9)), Number(digits.slice(-9))] : [0, Number(digits)];
}

/** From one moment to another, in nanoseconds; exact up to a hundred days. */
function between(from, to) {
  return (to[0] - from[0]) * 1e9 + (to[1] - from[1]);
}

/** What most spans have none of; never changed. */
const NONE = Object.freeze([]);

/** A span, with what the tree and the analysis find out about it. */
class Span {
  constructor(raw, resource, scope, origin) {
    this.raw = raw;
    this.id = raw.spanId;
    this.parentId = raw.parentSpanId || "";
    this.name = raw.name || "(no name)";
    this.kind = KINDS[raw.kind] || "internal";
    this.service = resource.service;
    this.resource = resource;
    this.scope = scope;
    this.running = !raw.endTimeUnixNano || raw.endTimeUnixNano === "0";
    this.start = between(origin, readMoment(raw.startTimeUnixNano));
    this.end = this.running ? this.start : between(origin, readMoment(raw.endTimeUnixNano));
    this.duration = this.end - this.start;
    this.failed = !!raw.status && (raw.status.code === 2 || raw.status.code === "STATUS_CODE_ERROR");
    this.parent = null;
    this.children = NONE;
    this.depth = 0;
    this.place = -1; // its row in the waterfall, if it has one
    this.size = 1; // how many spans it and those below it are
    this.logs = NONE;
    this.note = ""; // what is wrong with its place in the tree
    this.selfTime = 0;
    this.critical = NONE; // its pieces of the critical path, pairs of start and end
    this.group = null; // the repetition it is part of, if it can be folded
    this.missing = false; // whether it stands for a parent that has not come
  }

  add(child) {
    child.parent = this;
    if (this.children === NONE) this.children = [child];
    else this.children.push(child);
  }

  addLog(log) {
    if (this.logs === NONE) this.logs = [log];
    else this.logs.push(log);
  }

  addCritical(from, to) {
    if (this.critical === NONE) this.critical = [[from, to]];
    else this.critical.push([from, to]);
  }

  /** Whether it is the line that stands for a repetition. */
  get isGroup() {
    return this.group !== null && this.group.spans[0] === this;
  }

  get attributes() {
    return plainPairs(this.raw.attributes);
  }

  attribute(name) {
    const found = (this.raw.attributes || []).find((a) => a.key === name);
    return found ? plainValue(found.value) : undefined;
  }

  get events() {
    return this.raw.events || NONE;
  }

  get links() {
    return this.raw.links || NONE;
  }

  /** What is told besides the name: the statement, route or destination. */
  get subject() {
    for (const name of ["db.query.text", "db.statement", "url.path", "url.full",
        "messaging.destination.name", "rpc.method"]) {
      const value = this.attribute(name);
      if (value !== undefined) return valueText(value);
    }
    return "";
  }
}

/** A trace: spans in the order of the tree. */
class Trace {
  constructor(id, spans, origin) {
    this.id = id;
    this.origin = origin; // its start: seconds since 1970, nanoseconds
    this.byId = new Map();
    this.notes = [];
    this.lines = 0; // of logs
    this.spans = buildTree(spans, this);
    this.end = 1;
    for (const s of this.spans) this.end = Math.max(this.end, s.end);
    for (const s of this.spans) {
      if (s.running) {
        s.end = this.end;
        s.duration = s.end - s.start;
      }
    }
    this.services = [...new Set(this.spans.filter((s) => !s.missing).map((s) => s.service))].sort();
    this.errors = this.spans.filter((s) => s.failed).length;
    this.count = this.spans.filter((s) => !s.missing).length;
    analyse(this);
  }

  get root() {
    return this.spans[0];
  }

  /** The span that is told as the whole: the first that has come. */
  get first() {
    return this.spans.find((s) => !s.missing) || this.root;
  }

  get title() {
    return this.first.service + " › " + this.first.name;
  }
}

/** The traces in an answer or a file. */
function readTraces(otlp) {
  const raws = new Map();
  for (const rs of otlp.resourceSpans || []) {
    const resource = readResource(rs.resource);
    for (const ss of rs.scopeSpans || []) {
      const scope = ss.scope || {};
      for (const raw of ss.spans || []) {
        if (!raws.has(raw.traceId)) raws.set(raw.traceId, []);
        raws.get(raw.traceId).push([raw, resource, scope]);
      }
    }
  }
  const traces = [];
  for (const [id, list] of raws) {
    let origin = null;
    for (const [raw] of list) {
      const start = readMoment(raw.startTimeUnixNano);
      if (origin === null || between(origin, start) < 0) origin = start;
    }
    const spans = list.map(([raw, resource, scope]) => new Span(raw, resource, scope, origin));
    traces.push(new Trace(id, spans, origin));
  }
  addLogs(otlp, traces);
  return traces;
}

/** What the server calls a service without a name. */
const NO_SERVICE = "unknown_service:java";

function readResource(resource) {
  const attributes = plainPairs(resource && resource.attributes);
  const name = attributes.find(([key]) => key === "service.name");
  return { attributes, service: (name && valueText(name[1])) || NO_SERVICE };
}

function addLogs(otlp, traces) {
  const byId = new Map(traces.map((t) => [t.id, t]));
  for (const rl of otlp.resourceLogs || []) {
    for (const sl of rl.scopeLogs || []) {
      for (const log of sl.logRecords || []) {
        const trace = byId.get(log.traceId);
        if (trace) trace.lines++;
        const span = trace && (trace.byId.get(log.spanId) || trace.root);
        if (span) {
          span.addLog({
            time: between(trace.origin, readMoment(log.timeUnixNano)),
            severity: log.severityText || "",
            logger: (sl.scope && sl.scope.name) || "",
            text: valueText(plainValue(log.body)),
          });
        }
      }
    }
  }
}

/**
 * Orders spans as a tree, parents first, children by start. What does not fit is kept and noted: a
 * parent that has not come gets a line of its own, a ring of parents is cut open, a span that is
 * there twice is shown once.
 */
function buildTree(spans, trace) {
  spans.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const nodes = [];
  for (const span of spans) {
    if (!trace.byId.has(span.id)) {
      trace.byId.set(span.id, span);
      nodes.push(span);
    }
  }
  if (nodes.length < spans.length) trace.notes.push(plural(spans.length - nodes.length, "span") + " came twice");
  const roots = [];
  const lost = new Map();
  for (const span of nodes) {
    if (!span.parentId || /^0*$/.test(span.parentId)) {
      roots.push(span);
    } else {
      const parent = trace.byId.get(span.parentId) || lost.get(span.parentId) || lose(span, lost, roots);
      parent.add(span);
    }
  }
  if (lost.size) trace.notes.push(lost.size === 1 ? "1 parent is missing" : lost.size + " parents are missing");
  if (roots.length > 1) trace.notes.push(roots.length + " roots");
  const ordered = [];
  for (const root of roots) walk(root, ordered);
  const cut = ordered.length < nodes.length + lost.size ? cutRings(nodes, ordered) : 0;
  if (cut) trace.notes.push(cut === 1 ? "a ring of parents" : cut + " rings of parents");
  noteSkew(ordered, trace);
  return ordered;
}

/** Adds spans that no root leads to, after cutting their ring open; how many rings there were. */
function cutRings(nodes, ordered) {
  let cut = 0;
  const reached = new Set(ordered);
  for (const span of nodes) {
    if (reached.has(span)) continue;
    cut++;
    span.parent.children = span.parent.children.filter((c) => c !== span);
    span.parent = null;
    span.note = "its ancestors form a ring, which is cut here";
    const before = ordered.length;
    walk(span, ordered);
    for (let i = before; i < ordered.length; i++) reached.add(ordered[i]);
  }
  return cut;
}

function lose(child, lost, roots) {
  const raw = { spanId: child.parentId, name: "(missing parent " + child.parentId + ")" };
  const parent = new Span(raw, { service: "", attributes: [] }, {}, [0, 0]);
  parent.missing = true;
  parent.running = false;
  parent.start = child.start;
  parent.end = child.end;
  parent.note = "has not come; its children are shown all the same";
  lost.set(child.parentId, parent);
  roots.push(parent);
  return parent;
}

/** Adds a span and those below it, without recursion: a trace may be deeper than the stack. */
function walk(root, ordered) {
  const open = [root];
  const first = ordered.length;
  while (open.length) {
    const span = open.pop();
    span.depth = span.parent ? span.parent.depth + 1 : 0;
    ordered.push(span);
    for (let i = span.children.length - 1; i >= 0; i--) open.push(span.children[i]);
  }
  for (let i = ordered.length - 1; i > first; i--) {
    const span = ordered[i];
    span.parent.size += span.size;
    if (span.parent.missing) span.parent.end = Math.max(span.parent.end, span.end);
  }
}

/** Some SDKs know when a span began to the millisecond only. */
const CLOCK = 1e6;

/** A child cannot have begun before its parent, unless the clocks differ; nor can a span have ended before it began. */
function noteSkew(spans, trace) {
  let skewed = 0;
  let backwards = 0;
  for (const span of spans) {
    const parent = span.parent;
    if (span.duration < 0) {
      backwards++;
      span.note = "ends before it begins: times are wrong";
    }
    if (parent && !parent.missing && span.start < parent.start - CLOCK) {
      skewed++;
      span.note = "began " + formatNanos(parent.start - span.start) + " before its parent: "
        + (span.service === parent.service ? "times are wrong" : "the clocks of "
          + parent.service + " and " + span.service + " differ");
    }
  }
  if (backwards) trace.notes.push(backwards + (backwards === 1 ? " span ends before it begins" : " spans end before they begin"));
  if (skewed) trace.notes.push("clock skew: " + skewed + (skewed === 1 ? " span begins before its parent" : " spans begin before their parents"));
}

/** A duration in three digits and its unit. */
function formatNanos(nanos) {
  const sign = nanos < 0 ? "-" : "";
  let value = Math.abs(nanos);
  for (const unit of ["ns", "µs", "ms"]) {
    if (value === 0) return "0";
    if (value < 999.5) return sign + round3(value) + " " + unit;
    value /= 1000;
  }
  if (value < 120) return sign + round3(value) + " s";
  for (const [unit, size, part, parts, below] of [["min", 60, "s", 1, 3600], ["h", 3600, "min", 60, 2 * 86400], ["d", 86400, "h", 3600, Infinity]]) {
    if (value < below) {
      const rest = Math.floor(value % size / parts);
      return sign + Math.floor(value / size) + " " + unit + (rest ? " " + rest + " " + part : "");
    }
  }
  return "";
}

function round3(value) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** A moment as local time with milliseconds. */
function formatMoment(epochNanos) {
  const [seconds, nanos] = Array.isArray(epochNanos) ? epochNanos : readMoment(epochNanos);
  const date = new Date(seconds * 1000 + Math.floor(nanos / 1e6));
  const two = (n) => String(n).padStart(2, "0");
  return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate()) + " "
    + two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds()) + "."
    + String(date.getMilliseconds()).padStart(3, "0");
}
