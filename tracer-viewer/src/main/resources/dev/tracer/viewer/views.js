// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

const TABS = ["waterfall", "statistics", "flame"];

/** A trace: its head, tabs and the details of the selected span. */
class TraceView {
  constructor(trace, otlp, online) {
    this.trace = trace;
    this.otlp = otlp;
    this.online = online;
    this.details = el("aside", { class: "details", "aria-label": "Span details", tabindex: "-1" });
    this.waterfall = new Waterfall(trace, (span, focus) => this.show(span, focus));
    this.search = el("input", { type: "search", class: "rows-only", placeholder: "Search in this trace  ( / )", "aria-label": "Search in this trace",
      oninput: () => this.find(), onkeydown: (e) => this.searchKey(e) });
    this.found = el("span", { class: "dim rows-only found", role: "status" });
    this.critical = el("input", { type: "checkbox", id: "critical", onchange: () => this.showCritical() });
    this.panel = el("div", { class: "panel" });
    this.element = el("div", { class: "trace" }, this.head(), this.panel);
    this.tab("waterfall");
  }

  head() {
    const t = this.trace;
    return el("div", { class: "head" },
      el("h1", { title: t.title }, t.errors ? el("span", { class: "mark" }, "✗ ") : null, named(t.first.service, t.first.name)),
      el("p", { class: "facts" }, [formatNanos(t.end), plural(t.count, "span"), plural(t.services.length, "service"),
        t.errors ? plural(t.errors, "error") : null, formatMoment(t.first.raw.startTimeUnixNano || 0)].filter(Boolean).join(" · "),
        " · ", el("code", {}, t.id)),
      t.notes.length ? el("p", { class: "note" }, "⚠ " + t.notes.join("; ")) : null,
      this.repetitions(),
      this.linking = el("p", { class: "facts linking" }),
      this.more = el("p", { class: "more", role: "status" }),
      el("div", { class: "tools" },
        this.tabs = el("div", { role: "tablist", "aria-label": "Ways to see the trace", class: "tabs",
          onkeydown: (e) => this.tabKey(e) },
          TABS.map((name) => el("button", { type: "button", role: "tab", "data-tab": name,
            onclick: () => this.tab(name) }, name[0].toUpperCase() + name.slice(1)))),
        el("label", { class: "check rows-only" }, this.critical, " critical path only"),
        this.search, this.found, this.menu()));
  }

  /** Says that there is more of the trace than is shown. */
  offer(summary, lines, onShow) {
    const running = this.trace.spans.filter((s) => s.running).length;
    const ended = this.trace.count - running;
    const same = summary.spans === ended && summary.running === running;
    if (same && lines <= this.trace.lines) {
      fill(this.more);
      return;
    }
    const news = "Show " + (summary.spans > ended ? plural(summary.spans - ended, "more span")
      : same ? plural(lines - this.trace.lines, "more log line") : "changes");
    this.offered ||= el("button", { type: "button", onclick: onShow });
    if (this.offered.textContent !== news) this.offered.textContent = news;
    if (!this.offered.isConnected) fill(this.more, this.offered); // else whoever has the focus on it keeps it
  }

  /** Says what went wrong. */
  tell(text) {
    fill(this.more, text);
  }

  tellLinking(traces, leftOut) {
    if (!traces.length) return;
    fill(this.linking, "Linked from ", traces.flatMap((t, i) => [i ? ", " : "",
      el("a", { href: "#/trace/" + t.traceId }, named(short(t.service, 40), short(t.name || "(no name)", 80)))]),
    leftOut ? " and " + leftOut + " more" : "");
  }

  repetitions() {
    const groups = this.trace.repetitions.slice(0, 3);
    if (!groups.length) return null;
    return el("ul", { class: "findings", "aria-label": "Repeated calls" }, groups.map((g) => el("li", {},
      (g.database ? "N+1 in " : "Repeated in ") + short(g.parent.name, 100) + ": ",
      el("button", { type: "button", class: "link", onclick: () => this.reveal(g.spans[0]) },
        short(g.database ? g.spans[0].subject || g.spans[0].name : g.spans[0].name, 100)
        + " × " + g.spans.length + ", " + formatNanos(g.total)))));
  }

  menu() {
    const compare = this.online ? el("a", { class: "button", href: "#/compare/" + this.trace.id }, "Compare") : null;
    const html = this.online ? el("a", { class: "button", download: "trace-" + this.trace.id + ".html",
      href: "/api/traces/" + this.trace.id + "?format=html" }, "HTML") : null;
    return el("span", { class: "menu" },
      el("button", { type: "button", class: "rows-only", onclick: () => this.waterfall.closeAll(1) }, "Close all"),
      el("button", { type: "button", class: "rows-only", onclick: () => this.waterfall.openAll() }, "Open all"),
      compare,
      el("button", { type: "button", onclick: () => download("trace-" + this.trace.id + ".json", "application/json",
        JSON.stringify(onlyTrace(this.otlp, this.trace.id))) }, "OTLP-JSON"),
      el("button", { type: "button", onclick: () => download("trace-" + this.trace.id + ".trace.json", "application/json",
        JSON.stringify(chromeTrace(this.trace))) }, "Perfetto"), html);
  }

  tab(name) {
    if (name === this.current) return;
    const hadFocus = this.panel.contains(document.activeElement);
    this.current = name;
    this.element.dataset.tab = name; // the style sheet hides what works in the waterfall alone
    for (const button of this.tabs.children) {
      button.setAttribute("aria-selected", String(button.dataset.tab === name));
      button.tabIndex = button.dataset.tab === name ? 0 : -1; // the others are reached by arrows
    }
    if (name === "statistics") fill(this.panel, statisticsTable(this.trace, (group) => {
      this.reveal(group.spans.reduce((a, b) => (a.duration >= b.duration ? a : b)));
    }));
    else if (name === "flame") fill(this.panel, flameView(this.trace, (span) => this.reveal(span)));
    else {
      fill(this.panel, el("div", { class: "split" }, this.waterfall.element, this.details));
      this.waterfall.draw();
    }
    if (hadFocus) (name === "waterfall" ? this.waterfall.body : this.panel.firstChild).focus();
    this.tellAddress();
  }

  tabKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = TABS.indexOf(this.current);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (next === undefined) return;
    this.tab(TABS[(next + TABS.length) % TABS.length]);
    this.tabs.children[TABS.indexOf(this.current)].focus();
    event.preventDefault();
  }

  /** Takes over what the reader had set in the view of the same trace as it was before. */
  resume(before) {
    this.search.value = before.search.value;
    this.find();
    this.critical.checked = before.critical.checked;
    this.waterfall.resume(before.waterfall);
    this.tab(before.current);
  }

  reveal(span) {
    this.tab("waterfall");
    this.waterfall.onlyCritical = this.critical.checked = false;
    this.waterfall.reveal(span);
  }

  show(span, focus) {
    const hadFocus = this.details.contains(document.activeElement);
    fill(this.details, ...spanDetails(span, this.trace, backlinksOf(span, this.trace)).filter(Boolean));
    this.tellAddress();
    if (focus || hadFocus) this.details.focus();
  }

  /** Puts what is shown into the address once it rests: browsers refuse who does so too often. */
  tellAddress() {
    if (!this.online) return;
    const address = "#/trace/" + this.trace.id;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      if (page.trace === this && page.current === "trace" && location.hash.startsWith(address)) {
        history.replaceState(null, "", address + "/" + this.waterfall.selected.id + this.query());
      }
    }, 200);
  }

  /** What the reader has set, as the query of an address. */
  query() {
    const set = { tab: this.current === TABS[0] ? "" : this.current, critical: this.critical.checked ? "true" : "", q: this.search.value.trim() };
    const query = String(new URLSearchParams(Object.entries(set).filter(([, value]) => value)));
    return query && "?" + query;
  }

  /** Sets what a query says; what it says that cannot be set counts as not said. */
  set(query) {
    const said = new URLSearchParams(query);
    this.search.value = said.get("q") || "";
    this.find();
    this.critical.checked = said.get("critical") === "true";
    this.showCritical();
    this.waterfall.select(this.waterfall.selected); // where it is now
    this.tab(TABS.includes(said.get("tab")) ? said.get("tab") : TABS[0]);
  }

  showCritical() {
    this.waterfall.onlyCritical = this.critical.checked;
    const list = this.waterfall;
    list.layout();
    list.body.scrollTop = 0;
    if (list.selected.place < 0 && list.open.length) list.select(list.open[0], true);
    list.draw();
    this.tellAddress();
  }

  find() {
    const text = this.search.value.trim().toLowerCase();
    const hits = text ? this.trace.spans.filter((s) => spanMatches(s, text)) : [];
    this.waterfall.hits = new Set(hits);
    this.hits = hits;
    this.at = -1;
    this.found.textContent = text ? plural(hits.length, "hit") : "";
    this.waterfall.draw();
    this.tellAddress();
  }

  searchKey(event) {
    if (event.key === "Enter" && this.hits && this.hits.length) {
      this.at = (this.at + (event.shiftKey ? this.hits.length - 1 : 1)) % this.hits.length;
      this.reveal(this.hits[this.at]);
      this.found.textContent = (this.at + 1) + " of " + plural(this.hits.length, "hit");
      event.preventDefault();
    } else if (event.key === "Escape") {
      this.search.value = "";
      this.find();
      this.waterfall.body.focus();
    }
  }
}

/** The part of an answer that belongs to one trace. */
function onlyTrace(otlp, id) {
  const resourceSpans = (otlp.resourceSpans || []).map((rs) => ({ ...rs,
    scopeSpans: rs.scopeSpans.map((ss) => ({ ...ss, spans: ss.spans.filter((s) => s.traceId === id) })) }));
  const resourceLogs = (otlp.resourceLogs || []).map((rl) => ({ ...rl,
    scopeLogs: rl.scopeLogs.map((sl) => ({ ...sl, logRecords: sl.logRecords.filter((l) => l.traceId === id) })) }));
  return resourceLogs.length ? { resourceSpans, resourceLogs } : { resourceSpans };
}

/** The trace in the format of Chrome's trace viewer, which Perfetto opens: a process a service. */
function chromeTrace(trace) {
  const events = trace.services.map((name, i) => ({ ph: "M", pid: i + 1, tid: 0, name: "process_name", args: { name } }));
  const lanes = new Map(); // service → its lanes: in each, spans that hold one another
  const laneOf = new Map();
  const inTime = trace.spans.filter((s) => !s.missing).sort((a, b) => a.start - b.start || a.depth - b.depth);
  for (const span of inTime) {
    const pid = trace.services.indexOf(span.service) + 1;
    if (!lanes.has(pid)) lanes.set(pid, []);
    const stacks = lanes.get(pid);
    const fits = (stack) => {
      while (stack.length && stack[stack.length - 1].end <= span.start) stack.pop();
      const top = stack[stack.length - 1];
      return !top || top === span.parent && top.end >= span.end; // whoever lies within another is called by it
    };
    const above = span.parent && span.parent.service === span.service ? laneOf.get(span.parent) : undefined;
    let tid = above !== undefined && fits(stacks[above]) ? above : stacks.findIndex(fits);
    if (tid < 0) tid = stacks.push([]) - 1;
    laneOf.set(span, tid);
    stacks[tid].push(span);
    events.push({ ph: "X", pid, tid: tid + 1, name: span.name, cat: span.kind, ts: span.start / 1000, dur: span.duration / 1000,
      args: Object.fromEntries(span.attributes.map(([k, v]) => [k, valueText(v)])) });
  }
  return { traceEvents: events, displayTimeUnit: "ms", otherData: { traceId: trace.id } };
}

function statisticsTable(trace, onRow) {
  const number = (text, by) => ({ text, number: true, by: (row) => by(row.group) });
  const heads = [{ text: "Service", by: (row) => row.group.service }, { text: "Operation", by: (row) => row.group.name },
    { ...number("Self", (g) => g.self), sorted: "descending" }, number("Critical", (g) => g.critical), number("Self %", (g) => g.self),
    number("Spans", (g) => g.spans.length), number("Errors", (g) => g.errors), number("Total", (g) => g.total),
    number("Median", (g) => g.median), number("Max", (g) => g.max)];
  const groups = operationStatistics(trace);
  const self = groups.reduce((sum, g) => sum + g.self, 0) || 1;
  return table("Statistics by operation", heads, groups.map((g) => ({ group: g, cells: [
    el("div", { class: "few" }, el("span", { class: "service " + hue(g.service) }, g.service)), el("div", { class: "operation" }, g.name),
    formatNanos(g.self), formatNanos(g.critical), (100 * g.self / self).toFixed(1), String(g.spans.length), String(g.errors || ""),
    formatNanos(g.total), formatNanos(g.median), formatNanos(g.max)] })), (row) => onRow(row.group));
}

/** Boxes as wide as their time, below the boxes that called them. */
function flameView(trace, onSelect) {
  const top = flameTree(trace);
  const boxes = [];
  let deepest = 0;
  const place = [[top, 0, 1]]; // a box, where it begins and how wide it is, as shares of all
  while (place.length) {
    const [box, left, width] = place.pop();
    const children = [...box.children.values()];
    // calls side by side may take longer in sum than the span that made them: they share its width
    const whole = Math.max(box.total, children.reduce((sum, child) => sum + child.total, 0)) || 1;
    let at = left;
    for (const child of children) {
      if (boxes.length > 5000) break; // smaller ones could not be seen
      const share = width * child.total / whole;
      if (share > 0.0005 && child.depth < 200) {
        boxes.push([child, at, share]);
        deepest = Math.max(deepest, child.depth);
        place.push([child, at, share]);
      }
      at += share;
    }
  }
  const flame = el("div", { class: "flame", role: "group", "aria-label": "Time by call path" });
  flame.style.height = (deepest + 1) * 22 + "px";
  for (const [box, left, width] of boxes) {
    const what = box.service + " › " + box.name + ": " + formatNanos(box.total) + " in " + plural(box.count, "span")
      + ", self " + formatNanos(box.self);
    const node = el("button", { type: "button", class: "box " + hue(box.service), title: what, "aria-label": what,
      onclick: () => onSelect(box.span) }, box.name + (box.count > 1 ? " × " + box.count : ""));
    node.style.left = 100 * left + "%";
    node.style.width = 100 * width + "%";
    node.style.top = box.depth * 22 + "px";
    flame.append(node);
  }
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Flame view" },
    boxes.length < top.paths ? el("p", { class: "note flame-note" }, (top.paths - boxes.length).toLocaleString("en") + " of "
      + plural(top.paths, "call path") + " are not drawn: below 0.05 % of the time, or too deep") : null, flame);
}

function compareView(left, right) {
  const heads = [{ text: "Operation" }, { text: "Spans A", number: true }, { text: "Spans B", number: true },
    { text: "Self A", number: true }, { text: "Self B", number: true }, { text: "Difference", number: true }];
  const side = (name, t) => el("p", {}, el("strong", {}, name + " "), el("a", { href: "#/trace/" + t.id }, named(short(t.first.service, 100), short(t.first.name, 200))),
    " · " + formatNanos(t.end) + " · " + plural(t.count, "span") + (t.errors ? " · " + plural(t.errors, "error") : ""));
  const selfOf = (t) => operationStatistics(t).reduce((sum, g) => sum + g.self, 0); // more than its time if parallel
  const scale = Math.max(left.end, right.end, selfOf(left), selfOf(right));
  const strip = (t) => {
    const bar = el("div", { class: "strip" });
    const parts = operationStatistics(t).filter((g) => g.self / scale > 0.005);
    for (const g of parts) {
      const piece = el("span", { class: hue(g.service), title: g.service + " › " + g.name + ": " + formatNanos(g.self) }, g.name);
      piece.style.width = 100 * g.self / Math.max(scale, 1) + "%";
      bar.append(piece);
    }
    return bar;
  };
  return el("div", { class: "compare" }, el("h1", {}, "Comparison"),
    side("A", left), strip(left), side("B", right), strip(right),
    el("p", { class: "facts" }, (right.end === left.end ? "B takes as long as A"
      : "B is " + formatNanos(Math.abs(right.end - left.end)) + (right.end < left.end ? " faster" : " slower") + " than A") + ". Self time by operation, the largest differences first:"),
    table("Differences by operation", heads, compareTraces(left, right).map((r) => ({ cells: [
      el("div", { class: "operation" }, el("span", { class: "service " + hue(r.service) }, r.service), " ", el("bdi", {}, r.name)),
      r.left ? String(r.left.spans.length) : "none", r.right ? String(r.right.spans.length) : "none",
      r.left ? formatNanos(r.left.self) : "", r.right ? formatNanos(r.right.self) : "",
      el("span", { class: r.difference > 0 ? "worse" : r.difference < 0 ? "better" : "dim" }, (r.difference > 0 ? "+" : "") + formatNanos(r.difference))] }))));
}

/** Services as boxes in columns, callers to the left; calls as lines. */
function mapView(map) {
  const names = map.nodes.map((n) => n.name);
  if (!names.length) return el("p", { class: "empty" }, "No spans yet.");
  const column = columnsOf(names, map.edges);
  const columns = [];
  for (const node of map.nodes) (columns[column.get(node.name)] ||= []).push(node);
  const [w, h, dx, dy] = [190, 64, 260, 92];
  const at = new Map();
  columns.forEach((nodes, x) => (nodes || []).forEach((n, y) => at.set(n.name, [20 + x * dx, 20 + y * dy])));
  const width = 40 + columns.length * dx;
  const height = 40 + Math.max(...columns.map((c) => (c || []).length)) * dy;
  const lines = map.edges.map((e) => {
    const [x1, y1] = at.get(e.from);
    const [x2, y2] = at.get(e.to);
    const what = e.from + (e.calls ? " calls " : " sends to ") + e.to + ": " + edgeText(e);
    return el("g", { class: "edge" + (failuresOf(e) ? " failed" : "") }, el("path", {
      d: `M${x1 + w},${y1 + h / 2} C${x1 + w + 40},${y1 + h / 2} ${x2 - 40},${y2 + h / 2} ${x2},${y2 + h / 2}`,
      role: "img", "aria-label": what, "marker-end": "url(#arrow)" }));
  });
  const boxes = map.nodes.map((n) => {
    const [x, y] = at.get(n.name);
    return el("g", { class: "node" }, el("title", {}, n.name), el("rect", { x, y, width: w, height: h, rx: 6, class: hue(n.name) }),
      el("text", { x: x + 12, y: y + 20, class: "title" }, short(n.name, 19)),
      el("text", { x: x + 12, y: y + 38 }, trafficOf(n) + (failuresOf(n) ? ", " + failuresOf(n) + " failed" : "")),
      el("text", { x: x + 12, y: y + 54 }, "p50 " + formatNanos(timesOf(n).p50Nanos) + "  p99 " + formatNanos(timesOf(n).p99Nanos)));
  });
  const heads = [{ text: "Caller" }, { text: "Callee" }, { text: "Calls", number: true }, { text: "Messages", number: true },
    { text: "Errors", number: true }, { text: "p50", number: true }, { text: "p99", number: true }];
  const arrow = el("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    el("path", { d: "M0,0 L8,4 L0,8 z" }));
  return el("div", { class: "map" }, el("h1", {}, "Service map"),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Service map" },
      el("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Services and their calls" }, el("defs", {}, arrow), lines, boxes)),
    table("Calls between services", heads, map.edges.map((e) => ({ cells: [el("div", { class: "few" }, e.from), el("div", { class: "few" }, e.to), String(e.calls || ""),
      String(e.messages?.count || ""), String(failuresOf(e) || ""), formatNanos(timesOf(e).p50Nanos), formatNanos(timesOf(e).p99Nanos)] }))));
}

/** How long the calls took; where there are only messages, how long those. */
function timesOf(part) {
  return part.calls || !part.messages ? part : part.messages;
}

function failuresOf(part) {
  return part.errors + (part.messages ? part.messages.errors : 0);
}

function trafficOf(part) {
  const calls = part.calls || !part.messages ? [plural(part.calls, "call")] : [];
  return calls.concat(part.messages ? [plural(part.messages.count, "message")] : []).join(", ");
}

function edgeText(e) {
  const times = timesOf(e);
  return trafficOf(e) + ", " + failuresOf(e) + " failed, p50 " + formatNanos(times.p50Nanos) + ", p99 " + formatNanos(times.p99Nanos);
}

/** The column of each node: one more than those of its callers, as far as there is no ring. */
function columnsOf(names, edges) {
  const column = new Map(names.map((n) => [n, 0]));
  for (let round = 0; round < names.length; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      if (column.get(to) <= column.get(from) && column.get(from) + 1 < names.length && round < 20) {
        column.set(to, column.get(from) + 1);
        moved = true;
      }
    }
    if (!moved) break;
  }
  const used = [...new Set(column.values())].sort((a, b) => a - b);
  return new Map([...column].map(([name, c]) => [name, used.indexOf(c)]));
}
