// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// The list of traces: its search, which is in the address, its rows, and how it stays as it is under the hand that walks through it.

const LIST = 200; // rows at first, and how many more at a time
const MOST = 10000; // rows that the server gives
const ANY = { q: "", service: "", operation: "", minMs: "", errors: "", sort: "start" }; // the search for all

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

/** Shows what the query of an address looks for. */
async function showList(query) {
  const before = searchQuery(page.search);
  Object.assign(page.search, searchOf(query));
  if (searchQuery(page.search) !== before) page.limit = LIST;
  page.untold = false;
  if (page.current !== "list") {
    page.current = "list";
    document.title = "Traces";
    page.results = el("div", { id: "results" });
    page.count = el("p", { class: "facts", role: "status" });
    page.lost = el("p", { class: "note", id: "lost" });
    page.rest = el("p", { id: "rest" });
    fill(view, el("h1", { class: "hidden" }, "Traces"), searchForm(), page.count, page.lost, page.results, page.rest);
  }
  fillSearchForm();
  await refreshList();
}

/** What a query looks for; what it says that cannot be looked for counts as not said. */
function searchOf(query) {
  const said = new URLSearchParams(query);
  const search = Object.fromEntries(Object.entries(ANY).map(([name, any]) => [name, said.get(name) || any]));
  if (!Object.hasOwn(ORDERS, search.sort)) search.sort = ANY.sort;
  if (!(search.minMs >= 0)) search.minMs = ANY.minMs;
  if (search.errors !== "true") search.errors = ANY.errors;
  return search;
}

/** A search as a query, without what it does not ask for. */
function searchQuery(search) {
  return String(new URLSearchParams(Object.entries(search).filter(([name, value]) => value !== ANY[name])));
}

function listAddress() {
  const query = searchQuery(page.search);
  return "#/" + (query && "?" + query);
}

/** Puts the search into the address: a new one for each field that is changed, so that Back leads to the search before. */
function tellSearch() {
  page.untold = false;
  const address = listAddress();
  if (page.current !== "list" || location.hash === address) return;
  history[page.typing ? "replaceState" : "pushState"](null, "", address);
  page.typing = true;
  tellWayBack();
}

/** The tab of the list leads to what was searched for. */
function tellWayBack() {
  document.querySelector('[data-view="list"]').setAttribute("href", listAddress());
}

function fillSearchForm() {
  const fields = view.querySelector("form.search").elements;
  for (const [name, value] of Object.entries(page.search)) {
    if (name === "errors") fields[name].checked = value === "true";
    else if (fields[name].value !== value) fields[name].value = value;
  }
  page.typing = false;
  tellWayBack();
}

function searchForm() {
  const s = page.search;
  const field = (name, label, type, more) => el("label", {}, el("span", {}, label), el("input", { name, type,
    oninput: (e) => { s[name] = e.target.value; searchAnew(); }, ...more }));
  const services = el("datalist", { id: "services" });
  const operations = el("datalist", { id: "operations" });
  page.names = () => getJson("/api/services").then((answer) => {
    fill(services, answer.services.map((x) => el("option", { value: x.name })));
    const names = answer.services.filter((x) => !s.service || x.name === s.service).flatMap((x) => x.operations);
    fill(operations, [...new Set(names)].slice(0, 500).map((x) => el("option", { value: x })));
  }).catch(() => {});
  const sort = el("select", { name: "sort", oninput: (e) => { s.sort = e.target.value; searchAnew(); } },
    [["start", "newest"], ["duration", "slowest"], ["errors", "most errors"], ["spans", "most spans"], ["name", "name"]]
      .map(([value, text]) => el("option", { value }, text)));
  const errors = el("input", { type: "checkbox", name: "errors", oninput: (e) => { s.errors = e.target.checked ? "true" : ""; searchAnew(); } });
  if (!embedded) page.names();
  return el("form", { class: "search", role: "search", onsubmit: (e) => e.preventDefault(), onchange: () => { page.typing = false; } },
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
  page.untold = true;
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
  if (page.untold) tellSearch();
  try {
    const more = new URLSearchParams({ limit: page.limit, order: page.search.sort === "name" ? "asc" : "desc" });
    const answer = embedded ? embeddedList() : await getJson("/api/traces?" + more + "&" + searchQuery(page.search));
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
