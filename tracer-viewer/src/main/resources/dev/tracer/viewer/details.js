// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

/** What is known of a span: attributes, events, links, logs, resource. */
function spanDetails(span, trace, backlinks) {
  if (span.missing) {
    return [el("h2", {}, span.name), el("p", {}, "This span " + span.note + "."),
      section("Log", span.logs.length, 0, span.logs.map(logDetails))];
  }
  const status = span.raw.status || {};
  const facts = [
    ["service", span.service],
    ["kind", span.kind],
    ["starts after", formatNanos(span.start)],
    ["duration", span.running ? "still running" : formatNanos(span.duration)],
    ["self time", formatNanos(span.selfTime)],
    ["on the critical path", formatNanos(criticalTime(span))],
    ["started", formatMoment(span.raw.startTimeUnixNano || 0)],
    ["status", (span.failed ? "error" : status.code === 1 ? "ok" : "unset") + (status.message ? ": " + status.message : "")],
    ["span id", span.id],
    ["parent id", span.parentId || "none: a root"],
    ["library", ((span.scope.name || "") + " " + (span.scope.version || "")).trim() || "unknown"],
  ];
  if (span.raw.traceState) facts.push(["trace state", span.raw.traceState]);
  return [
    el("h2", {}, span.failed ? el("span", { class: "mark" }, "✗ ") : null, span.name),
    span.note ? el("p", { class: "note" }, "⚠ " + span.note) : null,
    pairs("Facts", facts),
    section("Attributes", span.attributes.length, span.raw.droppedAttributesCount, pairs("Attributes", span.attributes)),
    section("Events", span.events.length, span.raw.droppedEventsCount, span.events.map((e) => eventDetails(e, trace))),
    section("Log", span.logs.length, 0, span.logs.map(logDetails)),
    section("Links", span.links.length, span.raw.droppedLinksCount, span.links.map((l) => linkDetails(l, trace))),
    section("Linked from", backlinks.length, 0, backlinks.map((from) => spanLink(from, trace))),
    section("Resource", span.resource.attributes.length, 0, pairs("Resource", span.resource.attributes)),
  ];
}

/** A part with a title; null if there is nothing in it and nothing was lost. */
function section(title, count, lost, content) {
  if (!count && !lost) return null;
  return el("section", {}, el("h3", {}, title + " ", el("span", { class: "count" }, String(count))), content, dropped(lost));
}

function dropped(count) {
  return count ? el("p", { class: "note" }, count + " more were dropped by the sender or are beyond the viewer's limits") : null;
}

function pairs(label, list) {
  return el("dl", { "aria-label": label }, list.flatMap(([name, value]) => [
    el("dt", {}, breakable(name)), el("dd", {}, longText(valueText(value)))]));
}

/** A text, folded if it is long. */
function longText(text) {
  if (text.length <= 400 && !text.includes("\n")) return text;
  return el("details", {}, el("summary", {}, text.slice(0, 120).replace(/\s+/g, " ") + " …"), el("pre", {}, text));
}

function eventDetails(event, trace) {
  const at = between(trace.origin, readMoment(event.timeUnixNano));
  return el("div", { class: "item" }, el("h4", {}, (event.name || "(no name)") + " ", el("span", { class: "dim" }, "at " + formatNanos(at))),
    pairs("Event attributes", plainPairs(event.attributes)), dropped(event.droppedAttributesCount));
}

function logDetails(log) {
  return el("p", { class: "log" }, el("span", { class: "dim" }, formatNanos(log.time) + " " + log.severity + " " + log.logger + " "), longText(log.text));
}

function linkDetails(link, trace) {
  const target = link.traceId === trace.id ? trace.byId.get(link.spanId) : null;
  const to = target ? spanLink(target, trace)
    : el("a", { href: "#/trace/" + encodeURIComponent(link.traceId) + "/" + encodeURIComponent(link.spanId) },
      "trace " + link.traceId + " span " + link.spanId);
  return el("div", { class: "item" }, to, pairs("Link attributes", plainPairs(link.attributes)));
}

function spanLink(span, trace) {
  return el("a", { href: "#/trace/" + trace.id + "/" + span.id }, named(span.service, span.name));
}

/** The spans of a trace that link to a span of it. */
function backlinksOf(span, trace) {
  return trace.spans.filter((s) => s !== span && s.links.some((l) => l.spanId === span.id && l.traceId === trace.id));
}
