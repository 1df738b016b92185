// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// What is shown is told by the part of the address behind #, so that back, forward and links work:
// #/[?SEARCH] the list, #/trace/ID[/SPAN][?SET], #/compare/ID[/OTHER], #/map.

const view = document.getElementById("view");
const live = document.getElementById("live");
const embedded = document.getElementById("traces");

const page = {
  search: { ...ANY },
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
  const [path, query] = location.hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const place = path.split("/");
  for (const tab of document.querySelectorAll("#tabs a")) {
    if (tab.dataset.view === (place[0] || "list")) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  try {
    const [name, id, other] = place.map(decodeURIComponent);
    if (name === "trace" && id) await showTrace(id, other, query, isLate);
    else if (name === "compare" && id) await showComparison(id, other, isLate);
    else if (name === "map" && embedded) throw new Error("A file has no service map.");
    else if (name === "map") await showMap(isLate);
    else await showList(query);
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

async function showTrace(id, spanId, query, isLate) {
  if (page.current === "trace" && page.trace.trace.id === id) { // only another span, or seen in another way
    const span = spanId && page.trace.trace.byId.get(spanId);
    if (span) page.trace.reveal(span);
    if (query !== undefined) page.trace.set(query);
    return;
  }
  const [trace, otlp] = await loadTrace(id);
  if (isLate()) return;
  drawTrace(trace, otlp, spanId);
  if (query !== undefined) page.trace.set(query);
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

let mapping = 0;

/** Draws what has come into the map that is shown: its parts, and so the focus and where they are scrolled to, stay. */
function refreshMap() {
  if (mapping) return;
  mapping = setTimeout(async () => {
    mapping = 0;
    const map = await getJson("/api/map").catch(() => null); // what is shown stays
    if (!map || page.current !== "map") return;
    const drawn = mapView(map);
    const parts = [...drawn.querySelectorAll(".scroll")];
    const shown = view.querySelectorAll(".map .scroll");
    if (shown.length === parts.length) parts.forEach((part, i) => shown[i].replaceChildren(...part.childNodes));
    else fill(view, drawn);
  }, 1000);
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
    else if (page.current === "map") refreshMap();
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
    l: () => { location.hash = listAddress(); },
    m: () => { if (!embedded) location.hash = "#/map"; },
    Escape: () => {
      if (inTrace && page.trace.details.contains(event.target)) page.trace.waterfall.body.focus();
      else if (page.current !== "list") location.hash = listAddress();
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
  for (const moment of ["beforeprint", "afterprint"]) {
    window.addEventListener(moment, () => { if (page.current === "trace") page.trace.waterfall.draw(moment === "beforeprint"); });
  }
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
