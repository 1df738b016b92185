// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// What can be concluded from the times of a trace.

/** How many calls of the same make a repetition worth naming. */
const REPEATED = 5;

function analyse(trace) {
  trace.criticalSpans = [];
  for (const span of trace.spans) span.selfTime = selfTime(span);
  markCriticalPath(trace);
  trace.repetitions = findRepetitions(trace);
}

/** The time in which none of its children runs. */
function selfTime(span) {
  let covered = 0;
  let until = span.start;
  for (const child of span.children) { // sorted by start
    const from = Math.max(child.start, until);
    const to = Math.min(child.end, span.end);
    if (to > from) {
      covered += to - from;
      until = to;
    }
  }
  return Math.max(0, span.duration - covered);
}

/**
 * Marks the critical path: seen from the end, what the trace was waiting for. The child that
 * finished last is on it, then the one that had finished last when that one began, and so on; in
 * between it is the span itself. A consumer that outlives its producer is not waited for.
 */
function markCriticalPath(trace) {
  const tops = trace.spans.filter((s) => !s.missing && (!s.parent || s.parent.missing));
  const root = tops.reduce((best, s) => (!best || s.duration > best.duration ? s : best), null);
  if (!root) return;
  const open = [[root, root.start, root.end]];
  while (open.length) {
    const [span, begin, limit] = open.pop();
    const from = Math.max(begin, span.start);
    let until = Math.min(limit, span.end);
    const endOf = (child) => Math.min(child.end, span.end);
    for (const child of [...span.children].sort((a, b) => endOf(b) - endOf(a))) {
      const end = endOf(child);
      const onItsOwn = child.kind === "consumer" && child.end > span.end;
      if (end > until || child.start >= until || end <= from || onItsOwn) continue;
      if (until > end) span.addCritical(end, until);
      open.push([child, from, end]);
      until = Math.max(child.start, from);
    }
    if (until > from) span.addCritical(from, until);
  }
  trace.criticalSpans = trace.spans.filter((s) => s.critical.length > 0);
}

/** Of its own time, how much is on the critical path. */
function criticalTime(span) {
  return span.critical.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** What a span does, however often: name, service, kind and statement. */
function signature(span) {
  return [span.service, span.kind, span.name, span.attribute("db.query.text") || span.attribute("db.statement") || ""].join("\u0000");
}

/** Children of one parent that do the same again and again, one after the other. */
function findRepetitions(trace) {
  const found = [];
  for (const parent of trace.spans) {
    if (parent.children.length < REPEATED) continue;
    const groups = new Map();
    for (const child of parent.children) {
      const key = signature(child);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(child);
    }
    for (const spans of groups.values()) {
      if (spans.length >= REPEATED) {
        const total = spans.reduce((sum, s) => sum + s.duration, 0);
        const database = spans[0].kind === "client"
          && (spans[0].attribute("db.system.name") || spans[0].attribute("db.system")) !== undefined;
        const folded = spans.every((s) => !s.children.length); // one line for all, until it is opened
        const errors = spans.filter((s) => s.failed).length;
        const group = { parent, spans, total, errors, database, folded };
        if (folded) spans.forEach((s) => { s.group = group; });
        found.push(group);
      }
    }
  }
  return found.sort((a, b) => b.total - a.total);
}

/** Figures for each operation, those with most self time first. */
function operationStatistics(trace) {
  const groups = new Map();
  for (const span of trace.spans) {
    if (span.missing) continue;
    const key = span.service + "\u0000" + span.name;
    if (!groups.has(key)) {
      groups.set(key, { service: span.service, name: span.name, spans: [], total: 0, self: 0,
        critical: 0, errors: 0 });
    }
    const group = groups.get(key);
    group.spans.push(span);
    group.total += span.duration;
    group.self += span.selfTime;
    group.critical += criticalTime(span);
    group.errors += span.failed ? 1 : 0;
  }
  for (const group of groups.values()) {
    const sorted = group.spans.map((s) => s.duration).sort((a, b) => a - b);
    group.median = sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)];
    group.max = sorted[sorted.length - 1];
  }
  return [...groups.values()].sort((a, b) => b.self - a.self);
}

/** The trace folded: spans of the same path and operation are one box. */
function flameTree(trace) {
  const top = { name: "", service: "", total: 0, self: 0, count: 0, children: new Map(), depth: -1, paths: 0 };
  const boxes = new Map();
  for (const span of trace.spans) { // parents come first
    if (span.missing) continue;
    const above = boxes.get(span.parent) || top;
    const key = span.service + "\u0000" + span.name;
    let box = above.children.get(key);
    if (!box) {
      box = { name: span.name, service: span.service, total: 0, self: 0, count: 0,
        children: new Map(), depth: above.depth + 1, span };
      above.children.set(key, box);
      top.paths++;
    }
    box.total += span.duration;
    box.self += span.selfTime;
    box.count++;
    boxes.set(span, box);
  }
  for (const box of top.children.values()) top.total += box.total;
  return top;
}

/** Two traces operation by operation, the largest differences first. */
function compareTraces(left, right) {
  const rows = new Map();
  const enter = (trace, side) => {
    for (const group of operationStatistics(trace)) {
      const key = group.service + "\u0000" + group.name;
      if (!rows.has(key)) rows.set(key, { service: group.service, name: group.name });
      rows.get(key)[side] = group;
    }
  };
  enter(left, "left");
  enter(right, "right");
  for (const row of rows.values()) {
    row.difference = (row.right ? row.right.self : 0) - (row.left ? row.left.self : 0);
  }
  return [...rows.values()].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
}

/** Whether a span has a text somewhere, whatever the case. */
function spanMatches(span, text) {
  const has = (value) => valueText(value).toLowerCase().includes(text);
  if (span.missing) return span.logs.some((l) => has(l.text));
  if (has(span.name) || has(span.service) || span.id.startsWith(text)) return true;
  const equals = text.indexOf("=");
  const inPairs = (pairs) => pairs.some(([name, value]) => has(value) || has(name)
    || equals > 0 && name.toLowerCase() === text.slice(0, equals)
      && valueText(value).toLowerCase().includes(text.slice(equals + 1)));
  return inPairs(span.attributes)
    || !!(span.raw.status && span.raw.status.message && has(span.raw.status.message))
    || span.events.some((e) => has(e.name || "") || inPairs(plainPairs(e.attributes)))
    || span.logs.some((l) => has(l.text) || has(l.logger)) || inPairs(span.resource.attributes);
}
