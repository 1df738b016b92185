// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// What is shown is told by the part of the address behind #, so that back, forward and links work:
// #/ the list, #/trace/ID[/SPAN], #/compare/ID[/OTHER], #/map.

const view = document.getElementById("view");
const live = document.getElementById("live");
const embedded = document.getElementById("traces");
const LIST = 200; // rows at first, and how many more at a time
const MOST = 10000; // rows that the server gives

const page = {
  search: { q: "", service: "", operation: "", minMs: "", errors: "", sort: "start", order: "desc" },
  current: null, // the view that is shown
  trace: null,
  limit: LIST,
  away: false, // whether there is no view because the viewer did not answer
};

async function getJson(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } }).catch(() => {
    throw Object.assign(new Error("The viewer does not answer. Does it still run?"), { away: true });
  });
  if (!answer.ok) throw Object.assign(new Error((await answer.text()).trim()), { status: answer.status });
  return answer.json();
}

let turn = 0; // counts the views that were asked for: an answer for an earlier one comes too late

async function route() {
  const mine = ++turn;
  const isLate = () => mine !== turn;
  const left = page.current === "trace" ? page.trace.trace.id : null;
  const hadFocus = view.contains(document.activeElement);
  const place = location.hash.replace(/^#\/?/, "").split("/");
  for (const tab of document.querySelectorAll("#tabs a")) {
    if (tab.dataset.view === (place[0] || "list")) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  try {
    const [name, id, other] = place.map(decodeURIComponent);
    if (name === "trace" && id) await showTrace(id, other, isLate);
    else if (name === "compare" && id) await showComparison(id, other, isLate);
    else if (name === "map" && embedded) throw new Error("A file has no service map.");
    else if (name === "map") await showMap(isLate);
    else await showList();
  } catch (error) {
    if (isLate()) return;
    page.current = null;
    page.away = !!error.away;
    fill(view, el("p", { class: "empty", role: "alert" }, String(error.message || error)));
  }
  if (hadFocus && !isLate()) keepFocus(left);
}

/** The focus that was within a view that is gone stays within the next: at the trace that was left, or at all of it. */
function keepFocus(left) {
  if (view.contains(document.activeElement)) return;
  const links = page.current === "list" && left ? [...page.results.querySelectorAll("tbody a")] : [];
  (links.find((a) => a.getAttribute("href") === "#/trace/" + left) || view).focus();
}

async function loadTrace(id) {
  if (embedded) {
    const otlp = JSON.parse(embedded.textContent);
    const trace = readTraces(otlp).find((t) => t.id === id);
    if (!trace) throw new Error("This file does not hold the trace " + id + ".");
    return [trace, otlp];
  }
  try {
    const otlp = await getJson("/api/traces/" + encodeURIComponent(id) + "?format=json&maxBytes=1073741823");
    const trace = readTraces(otlp)[0];
    if (trace && otlp.conflictingSpans) {
      trace.notes.push(plural(otlp.conflictingSpans, "span") + " left out, with the id of another one");
    }
    return [trace, otlp];
  } catch (error) {
    throw error.status === 404 ? new Error(await whyGone(id)) : error;
  }
}

/** What may have become of a trace that is not there. */
async function whyGone(id) {
  return "There is no trace " + id + " here. Its spans may not have come yet, or never come: not sampled, or sent elsewhere. "
    + "Memory is bounded, and what has come is forgotten at a restart. " + await lossesText();
}

/** What was lost since the viewer began, as far as it can tell. */
async function lossesText() {
  if (embedded) return "";
  try {
    const status = await getJson("/api/status");
    return [status.evictedTraces && plural(status.evictedTraces, "trace") + " had to go to make room",
      status.refusedSpans && plural(status.refusedSpans, "span") + " or log lines were refused, as their traces are too large",
      status.unwrittenSpans && plural(status.unwrittenSpans, "span") + " could not be appended to the file"]
      .filter(Boolean).map((text) => text + ". ").join("").trim();
  } catch {
    return ""; // the list says that the server cannot be reached
  }
}

async function showTrace(id, spanId, isLate) {
  if (page.current === "trace" && page.trace.trace.id === id) { // only another span
    const span = spanId && page.trace.trace.byId.get(spanId);
    if (span) page.trace.reveal(span);
    return;
  }
  const [trace, otlp] = await loadTrace(id);
  if (!isLate()) drawTrace(trace, otlp, spanId);
}

/** Shows a trace; what the reader had set in the view `before`, of the same trace, stays. */
function drawTrace(trace, otlp, spanId, before) {
  if (!trace) throw new Error("no such trace");
  const shown = new TraceView(trace, otlp, !embedded);
  page.current = "trace";
  page.trace = shown;
  document.title = trace.title;
  fill(view, shown.element);
  if (!embedded) findLinking(shown);
  const span = spanId && trace.byId.get(spanId);
  shown.waterfall.layout();
  if (before) shown.resume(before);
  if (before && span && span.place >= 0) shown.waterfall.select(span, true, true);
  else if (span) shown.reveal(span);
  else shown.waterfall.select(trace.spans[0], true);
  shown.waterfall.body.focus();
}

async function showComparison(id, other, isLate) {
  const [left] = await loadTrace(id);
  if (other) {
    const [right] = await loadTrace(other);
    if (isLate()) return;
    page.current = "compare";
    document.title = "Comparison";
    fill(view, compareView(left, right));
    return;
  }
  if (embedded) throw new Error("A file compares only traces that it holds and the address names: #/compare/A/B");
  const query = new URLSearchParams({ service: left.first.service, operation: left.first.name, sort: "duration", limit: LIST });
  const found = (await getJson("/api/traces?" + query)).traces.filter((t) => t.traceId !== id);
  if (isLate()) return;
  page.current = "compare";
  fill(view, el("h1", {}, "Compare with"), el("p", {}, named(short(left.first.service, 100), short(left.first.name, 200)), " · " + formatNanos(left.end)),
    found.length ? traceTable(found, (t) => "#/compare/" + id + "/" + t.traceId)
      : el("p", { class: "empty" }, "No other trace of this operation."));
}

async function showMap(isLate) {
  const map = await getJson("/api/map");
  if (isLate()) return;
  page.current = "map";
  document.title = "Service map";
  fill(view, mapView(map));
}

/** Traces, each of which leads to an address. */
function traceTable(traces, addressOf) {
  const longest = Math.max(1, ...traces.map((t) => t.durationNanos));
  const heads = [{ text: "Trace" }, { text: "Duration", number: true }, { text: "Spans", number: true },
    { text: "Services" }, { text: "Started" }];
  return table("Traces", heads, traces.map((t) => {
    const bar = el("div", { class: "share " + hue(t.service) });
    bar.style.width = Math.max(1, 100 * t.durationNanos / longest) + "%";
    return { href: addressOf(t), cells: [
      el("div", { class: "operation" }, t.errors ? el("span", { class: "mark", title: plural(t.errors, "error") }, "✗ ") : null,
        el("a", { href: addressOf(t) },
          el("span", { class: "service " + hue(t.service) }, t.service), " ", el("bdi", {}, t.name || "(no name)")),
        t.rootless ? el("span", { class: "badge", title: "its root has not come" }, "no root") : null,
        t.running ? el("span", { class: "badge running" }, plural(t.running, "span") + " running") : null),
      el("div", { class: "duration" }, formatNanos(t.durationNanos), bar), String(t.spans),
      el("div", { class: "services", title: t.services.join(", ") }, someOf(t.services, 7)),
      el("div", { class: "moment" }, formatMoment(t.startUnixNano))] };
  }), (row) => { location.hash = row.href; });
}

function someOf(names, most) {
  return names.slice(0, most).map((name) => short(name, 40)).join(", ") + (names.length > most ? " and " + (names.length - most) + " more" : "");
}

function addressOfTrace(trace) {
  return "#/trace/" + trace.traceId;
}

async function showList() {
  if (page.current !== "list") {
    page.current = "list";
    document.title = "Traces";
    page.results = el("div", { id: "results" });
    page.count = el("p", { class: "facts", role: "status" });
    page.lost = el("p", { class: "note", id: "lost" });
    page.rest = el("p", { id: "rest" });
    fill(view, el("h1", { class: "hidden" }, "Traces"), searchForm(), page.count, page.lost, page.results, page.rest);
  }
  await refreshList();
}

function searchForm() {
  const s = page.search;
  const field = (name, label, type, more) => el("label", {}, el("span", {}, label), el("input", { name, type, value: s[name],
    oninput: (e) => { s[name] = e.target.value; searchAnew(); }, ...more }));
  const services = el("datalist", { id: "services" });
  const operations = el("datalist", { id: "operations" });
  page.names = () => getJson("/api/services").then((answer) => {
    fill(services, answer.services.map((x) => el("option", { value: x.name })));
    const names = answer.services.filter((x) => !s.service || x.name === s.service).flatMap((x) => x.operations);
    fill(operations, [...new Set(names)].slice(0, 500).map((x) => el("option", { value: x })));
  }).catch(() => {});
  const sort = el("select", { name: "sort", onchange: (e) => { s.sort = e.target.value; searchAnew(); } },
    [["start", "newest"], ["duration", "slowest"], ["errors", "most errors"], ["spans", "most spans"], ["name", "name"]]
      .map(([value, text]) => el("option", { value, selected: s.sort === value }, text)));
  const errors = el("input", { type: "checkbox", name: "errors", checked: s.errors === "true",
    onchange: (e) => { s.errors = e.target.checked ? "true" : ""; searchAnew(); } });
  if (!embedded) page.names();
  return el("form", { class: "search", role: "search", onsubmit: (e) => e.preventDefault() },
    field("q", "Words, or attribute=value  ( / )", "search", { id: "q", placeholder: "db.query.text=orders" }),
    field("service", "Service", "text", { list: "services", onfocus: () => page.names() }),
    field("operation", "Operation", "text", { list: "operations", onfocus: () => page.names() }),
    field("minMs", "At least ms", "number", { min: "0" }),
    el("label", {}, el("span", {}, "Sort"), sort),
    el("label", { class: "check" }, errors, " errors only"), services, operations);
}

let refreshing = null;
let again = false;
let pressed = false; // a row must not be replaced between press and release, or the click is lost
let soon = 0;

/** Looks for something else, from the first row on. */
function searchAnew() {
  page.limit = LIST;
  refreshSoon();
}

function refreshSoon() {
  clearTimeout(soon);
  soon = setTimeout(refreshList, 150);
}

/** Asks for the list; calls that come meanwhile lead to one more request. */
async function refreshList() {
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  try {
    const s = page.search;
    const parameters = new URLSearchParams({ limit: page.limit, order: s.sort === "name" ? "asc" : "desc" });
    for (const [name, value] of Object.entries(s)) {
      if (value && name !== "order") parameters.set(name, value);
    }
    const answer = embedded ? embeddedList() : await getJson("/api/traces?" + parameters);
    const losses = await lossesText();
    if (pressed) again = true;
    else if (page.current === "list") {
      page.count.textContent = plural(answer.matched, "trace") + (answer.leftOut ? ", " + answer.traces.length + " shown" : "")
        + (answer.matched !== answer.total ? " of " + answer.total : "");
      page.lost.textContent = losses;
      offerRest(answer);
      fillKeepingFocus(page.results, answer.traces.length ? traceTable(answer.traces, addressOfTrace) : emptyList(answer.total));
    }
  } catch (error) {
    if (page.current === "list") {
      page.count.textContent = String(error.message || error);
      if (error.status) [page.results, page.rest].forEach((part) => fill(part)); // they answer another search
    }
  } finally {
    refreshing = false;
    if (again) {
      again = false;
      refreshSoon();
    }
  }
}

/** A list that is too long to be shown at once is continued on demand. */
function offerRest(answer) {
  const next = Math.min(answer.leftOut, LIST, MOST - page.limit);
  const text = answer.leftOut ? next > 0 ? "Show " + next + " more" : "The others are found by a search." : "";
  if (page.rest.textContent === text) return; // whoever has the focus on it keeps it
  fill(page.rest, next > 0 ? el("button", { type: "button", onclick: () => { page.limit += LIST; refreshList(); } }, text) : text || null);
}

/** Whoever walks through the rows by keyboard stays where he is when the list is drawn anew. */
function fillKeepingFocus(results, content) {
  const held = results.contains(document.activeElement) ? document.activeElement : null;
  const row = held && held.closest("tr");
  const href = row && row.querySelector("a") ? row.querySelector("a").getAttribute("href") : null;
  const scroll = results.querySelector(".scroll");
  const top = scroll ? scroll.scrollTop : 0;
  fill(results, content);
  if (content.scrollTop !== undefined) content.scrollTop = top;
  const link = href && [...results.querySelectorAll("a")].find((a) => a.getAttribute("href") === href);
  if (link) link.focus();
  else if (held && held === scroll) content.focus();
}

function emptyList(total) {
  if (total) return el("p", { class: "empty" }, "No trace matches.");
  return el("div", { class: "empty" }, el("p", {}, "Nothing has come yet. Send spans here:"),
    el("pre", {}, "OTEL_EXPORTER_OTLP_ENDPOINT=" + location.origin + "\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"),
    el("p", {}, "or OtlpExporter.http(\"" + location.origin + "\"), or Zipkin JSON to " + location.origin + "/api/v2/spans"));
}

const ORDERS = {
  start: (a, b) => between(a.origin, b.origin),
  duration: (a, b) => b.end - a.end,
  errors: (a, b) => b.errors - a.errors,
  spans: (a, b) => b.count - a.count,
  name: (a, b) => a.title.localeCompare(b.title),
};

/** The list of a file that holds its traces: searched and sorted here, as there is no server. */
function embeddedList() {
  page.embedded ||= readTraces(JSON.parse(embedded.textContent));
  const s = page.search;
  const words = s.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = page.embedded.filter((t) => (!s.errors || t.errors > 0) && t.end >= 1e6 * Number(s.minMs || 0)
    && words.every((word) => t.id.startsWith(word) || t.spans.some((x) => spanMatches(x, word)))
    && t.spans.some((x) => !x.missing && (!s.service || x.service === s.service)
      && (!s.operation || x.name === s.operation))).sort(ORDERS[s.sort]);
  const traces = found.map((t) => {
    return { traceId: t.id, service: t.first.service, name: t.first.name, durationNanos: t.end, spans: t.count,
      errors: t.errors, running: 0, services: t.services, startUnixNano: t.origin, rootless: t.root.missing };
  });
  return { traces, matched: traces.length, total: page.embedded.length, leftOut: 0 };
}

const AGAIN = 3000; // ms until a stream that was refused is asked for again

let events = null;

/** Hears of what comes while the page is seen: browsers have few connections for all pages of a host. */
function listen() {
  if (document.hidden) {
    hush();
    return;
  }
  if (events) return;
  events = new EventSource("/api/events");
  events.onopen = () => { live.textContent = "live"; live.className = "on"; };
  events.onerror = () => {
    live.textContent = "not connected";
    live.className = "off";
    if (events.readyState !== EventSource.CLOSED) return; // it tries again by itself
    hush();
    setTimeout(listen, AGAIN);
  };
  events.onmessage = () => {
    if (page.current === "list") refreshSoon();
    else if (page.current === "trace") lookForMore();
    else if (!page.current && page.away) route();
  };
}

function hush() {
  if (events) events.close();
  events = null;
}

let looking = 0;

/** Offers what has come since a trace was opened; it is not drawn anew under the reader's eyes. */
function lookForMore() {
  if (looking) return;
  looking = setTimeout(async () => {
    looking = 0;
    const shown = page.trace;
    try {
      const { trace } = await getJson("/api/traces/" + shown.trace.id + "?format=summary");
      const lines = await logLines(shown.trace.id);
      if (page.current === "trace" && page.trace === shown) shown.offer(trace, lines, () => reopen(shown));
    } catch (error) {
      if (error.status === 404 && page.trace === shown) shown.tell("The viewer has forgotten this trace; what is shown stays.");
    }
  }, 500);
}

/** How many log lines a trace has: an answer without room for them says how many it leaves out. */
async function logLines(id) {
  const { leftOut } = await getJson("/api/traces/" + id + "?format=json&maxBytes=0");
  return leftOut ? leftOut.logs : 0;
}

async function reopen(shown) {
  const mine = ++turn;
  try {
    const [trace, otlp] = await loadTrace(shown.trace.id);
    if (mine === turn) drawTrace(trace, otlp, shown.waterfall.selected.id, shown);
  } catch (error) {
    if (mine === turn) shown.tell(String(error.message || error)); // what is shown stays
  }
}

/** Traces whose spans link to a trace. */
async function findLinking(shown) {
  try {
    const answer = await getJson("/api/traces?limit=10&linksTo=" + shown.trace.id);
    shown.tellLinking(answer.traces, answer.leftOut);
  } catch {
    // not told
  }
}

const HELP = [["/", "search"], ["↑ ↓ Home End", "move through rows"], ["→ ←", "open and close; into and out of children"],
  ["Enter", "open; show details"], ["+ − 0", "zoom in, out, all"], ["Shift → ←", "move what is zoomed to"], ["c", "critical path only"],
  ["w s f", "waterfall, statistics, flame"], [embedded ? "l" : "l m", embedded ? "list" : "list, service map"], ["Esc", "back"], ["?", "this help"]];

function showHelp() {
  const help = document.getElementById("help");
  fill(help, el("h2", {}, "Keyboard"), el("dl", {}, HELP.flatMap(([keys, what]) => [el("dt", {}, keys), el("dd", {}, what)])),
    el("form", { method: "dialog" }, el("button", {}, "Close")));
  help.showModal();
}

function hotkey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const inTrace = page.current === "trace";
  const actions = {
    "/": () => {
      if (inTrace) page.trace.tab("waterfall");
      (inTrace ? page.trace.search : document.getElementById("q") || view).focus();
    },
    "?": showHelp,
    l: () => { location.hash = "#/"; },
    m: () => { if (!embedded) location.hash = "#/map"; },
    Escape: () => {
      if (inTrace && page.trace.details.contains(event.target)) page.trace.waterfall.body.focus();
      else if (page.current !== "list") location.hash = "#/";
    },
    c: () => {
      if (!inTrace) return;
      page.trace.tab("waterfall");
      page.trace.critical.click();
    },
    w: () => { if (inTrace) page.trace.tab("waterfall"); },
    s: () => { if (inTrace) page.trace.tab("statistics"); },
    f: () => { if (inTrace) page.trace.tab("flame"); },
  };
  const list = page.current === "list" || page.current === "compare";
  if (actions[event.key]) {
    actions[event.key]();
    event.preventDefault();
  } else if (list && walkRows(event.key)) {
    event.preventDefault();
  }
}

/** Moves the focus through the rows of a list; whether the key is one that does. */
function walkRows(key) {
  const rows = [...view.querySelectorAll("tbody tr")];
  const here = rows.indexOf(document.activeElement.closest("tr"));
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[key];
  if (next === undefined) return false;
  const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
  if (row) (row.querySelector("a") || row).focus();
  return true;
}

function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function toggleTheme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(dark ? "light" : "dark");
  try {
    localStorage.setItem("theme", dark ? "light" : "dark");
  } catch {
    // a file may have no storage
  }
}

function start() {
  try {
    setTheme(localStorage.getItem("theme"));
  } catch {
    setTheme(null);
  }
  document.getElementById("theme").addEventListener("click", toggleTheme);
  document.getElementById("keys").addEventListener("click", showHelp);
  document.addEventListener("keydown", hotkey);
  document.addEventListener("pointerdown", (e) => { pressed = e.button === 0; }, true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(() => { pressed = false; }), true);
  }
  window.addEventListener("hashchange", route);
  if (embedded) {
    document.querySelector('[data-view="map"]').remove();
    const traces = readTraces(JSON.parse(embedded.textContent));
    if (traces.length === 1 && !location.hash) location.hash = "#/trace/" + traces[0].id;
  } else {
    listen();
    document.addEventListener("visibilitychange", listen);
    window.addEventListener("pageshow", listen);
    window.addEventListener("pagehide", hush);
  }
  route();
}

start();
