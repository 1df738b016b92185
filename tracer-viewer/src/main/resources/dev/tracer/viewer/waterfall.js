// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

const ROW = 24; // pixels; the style sheet has the same number
const SPARE = 12; // rows drawn above and below what is seen

/**
 * The waterfall of a trace: a treegrid that draws the rows in sight alone, however many there are.
 * Repeated calls are one line until it is opened.
 * Keys: up, down, home, end, page up and down move; left and right close and open; Enter shows the
 * details; + and - zoom, 0 shows all; with Shift, left and right move what is zoomed to.
 */
class Waterfall {
  constructor(trace, onSelect) {
    this.trace = trace;
    this.onSelect = onSelect;
    this.closed = new Set();
    this.hits = new Set();
    this.boxes = new Map(); // of rows that were in sight when it was drawn last
    this.onlyCritical = false;
    this.from = 0;
    this.to = trace.end;
    this.selected = trace.spans[0];
    const deepest = trace.spans.reduce((depth, s) => Math.max(depth, s.depth), 1);
    this.indent = Math.max(0.5, Math.min(12, 240 / deepest)); // pixels
    this.rows = el("div", { class: "rows" });
    this.body = el("div", {
      class: "waterfall", role: "treegrid", tabindex: "0", "aria-label": "Spans",
      "aria-colcount": "3", onkeydown: (e) => this.key(e), onscroll: () => this.draw(),
      onclick: (e) => this.click(e), ondblclick: (e) => this.zoomToRow(e),
    }, this.rows);
    this.ticks = el("div", { class: "ticks" });
    this.axis = el("div", { class: "axis", "aria-hidden": "true" }, this.ticks);
    this.minimap = new Minimap(trace, (from, to) => this.zoom(from, to));
    this.element = el("div", { class: "wf" }, this.minimap.element, this.axis, this.body);
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.body);
    this.layout();
  }

  /** Lists the rows that are open. */
  layout() {
    this.open = [];
    const spans = this.trace.spans;
    for (const span of spans) span.place = -1;
    for (let i = 0; i < spans.length; i++) {
      const span = spans[i];
      if (this.onlyCritical && !span.missing && !this.shownBy(span).some((s) => s.critical.length)) continue;
      if (span.group && span.group.folded && !span.isGroup) continue;
      span.place = this.open.push(span) - 1;
      if (this.closed.has(span)) i += span.size - 1;
    }
    this.rows.style.height = this.open.length * ROW + "px";
    this.boxes.clear();
    this.body.setAttribute("aria-rowcount", String(this.open.length));
    this.draw();
  }

  /** The spans that the row of a span stands for. */
  shownBy(span) {
    return span.isGroup && span.group.folded ? span.group.spans : [span];
  }

  /** Draws the rows in sight; on paper all are. */
  draw(onPaper) {
    const height = onPaper ? Infinity : this.body.clientHeight || 600;
    const first = onPaper ? 0 : Math.max(0, Math.floor(this.body.scrollTop / ROW) - SPARE);
    const last = Math.min(this.open.length, Math.ceil((this.body.scrollTop + height) / ROW) + SPARE);
    this.drawAxis();
    const rows = [];
    for (let i = first; i < last; i++) rows.push(this.row(this.open[i], i));
    this.rows.replaceChildren(...rows);
    this.forgetBoxes(first, last);
    const active = this.selected.place;
    if (active >= first && active < last) {
      this.body.setAttribute("aria-activedescendant", "row-" + this.selected.id);
    } else {
      this.body.removeAttribute("aria-activedescendant");
    }
  }

  /** Keeps the boxes of rows in sight alone. */
  forgetBoxes(first, last) {
    for (const span of this.boxes.keys()) {
      if (span.place < first || span.place >= last) this.boxes.delete(span);
    }
  }

  row(span, index) {
    const isClosed = this.isClosed(span);
    const all = this.shownBy(span);
    const failed = all === span.group?.spans ? span.group.errors : Number(span.failed);
    const classes = "row" + (span === this.selected ? " selected" : "") + (failed ? " failed" : "")
      + (all.some((s) => this.hits.has(s)) ? " hit" : "") + (span.missing ? " missing" : "");
    const row = el("div", {
      class: classes, role: "row", id: "row-" + span.id, "data-index": String(index),
      "aria-level": String(span.depth + 1), "aria-rowindex": String(index + 1),
      "aria-selected": span === this.selected ? "true" : "false",
      "aria-expanded": this.opens(span) ? String(!isClosed) : null,
      title: span.note || null,
    }, this.label(span, isClosed, failed), this.time(span), this.bar(span));
    row.style.top = index * ROW + "px";
    return row;
  }

  label(span, isClosed, failed) {
    const twist = this.opens(span)
      ? el("span", { class: "twist", "data-twist": "1" }, isClosed ? "▸" : "▾") : el("span", { class: "twist" });
    const told = !span.parent || span.parent.service !== span.service;
    const label = el("div", { class: "label", role: "gridcell" }, twist,
      failed ? el("span", { class: "mark", title: failed > 1 ? failed + " failed" : "failed" }, "✗") : null,
      span.note && !span.missing ? el("span", { class: "mark warn", title: span.note }, "⚠") : null,
      told && span.service ? el("span", { class: "service " + hue(span.service) }, span.service) : null,
      el("span", { class: "name" }, span.name),
      isClosed && !span.isGroup ? el("span", { class: "count" }, "+" + (span.size - 1)) : null,
      span.isGroup ? el("span", { class: "badge", title: "repeated calls" }, "× " + span.group.spans.length) : null,
      span.subject ? el("span", { class: "subject" }, span.subject.slice(0, 200)) : null);
    label.style.paddingLeft = "min(" + span.depth * this.indent + "px, 45%)";
    return label;
  }

  time(span) {
    const nanos = span.isGroup && span.group.folded ? span.group.total : span.duration;
    const text = span.missing ? "" : span.running ? "running" : formatNanos(nanos);
    return el("div", { class: "time" + (span.running ? " running" : ""), role: "gridcell" }, text);
  }

  bar(span) {
    const track = el("div", { class: "track", role: "gridcell", "aria-label": "starts after " + formatNanos(span.start) });
    for (const [name, from, to] of this.boxesOf(span)) track.append(this.box(from, to, name));
    return track;
  }

  /** The boxes of a row, measured once for each zoom: a row may stand for very many calls. */
  boxesOf(span) {
    if (!this.boxes.has(span)) this.boxes.set(span, this.measure(this.shownBy(span)));
    return this.boxes.get(span);
  }

  /** What of some spans is in sight: as classes, starts and ends. Those behind are drawn over those before. */
  measure(spans) {
    if (spans[0].missing) return [];
    const kinds = { bar: [], running: [], failed: [], critical: [] };
    const events = [];
    for (const span of spans) {
      kinds[span.failed ? "failed" : span.running ? "running" : "bar"].push([span.start, span.end]);
      for (const piece of this.inSight(span.critical)) kinds.critical.push(piece);
      for (const event of span.events) {
        const at = between(this.trace.origin, readMoment(event.timeUnixNano));
        events.push([at, at]);
      }
    }
    const pixel = (this.to - this.from) / this.width;
    const bar = "bar " + hue(spans[0].service);
    const boxes = (name, pieces, least) => mergePieces(this.inSight(pieces), pixel, least).map((p) => [name, ...p]);
    return [...boxes(bar, kinds.bar, 2), ...boxes(bar + " running", kinds.running, 2), ...boxes(bar + " failed", kinds.failed, 2),
      ...boxes("critical", kinds.critical, 1), ...onePerPixel(this.inSight(events), pixel).map((p) => ["event", ...p])];
  }

  inSight(pieces) {
    return pieces.filter(([from, to]) => to >= this.from && from <= this.to);
  }

  /** A box from one moment to another, as far as it is in sight. */
  box(from, to, name) {
    const length = this.to - this.from;
    const left = Math.max(0, (from - this.from) / length);
    const right = Math.min(1, (to - this.from) / length);
    const box = el("div", { class: name });
    box.style.left = 100 * left + "%";
    box.style.width = 100 * Math.max(0, right - left) + "%";
    return box;
  }

  drawAxis() {
    this.resize(this.ticks.clientWidth || 600);
    const moments = axisTicks(this.from, this.to, Math.max(2, Math.floor(this.width / 100)));
    const texts = tickTexts(moments);
    fill(this.ticks, moments.map((at, i) => {
      const tick = el("span", {}, texts[i]);
      tick.style.left = 100 * (at - this.from) / (this.to - this.from) + "%";
      return tick;
    }));
    const last = this.ticks.lastChild;
    if (last && last.offsetLeft + last.offsetWidth > this.width) {
      last.className = "end"; // its text before it, where the one before may have its own
      const before = last.previousSibling;
      const room = last.offsetLeft - last.offsetWidth - 8;
      if (before && before.offsetLeft + before.offsetWidth > room) before.textContent = "";
    }
  }

  /** Boxes that were measured for another width are of no use. */
  resize(width) {
    if (width !== this.width) this.boxes.clear();
    this.width = width; // of a track, in pixels
  }

  zoom(from, to) {
    const least = Math.max(1, this.trace.end / 1e6);
    const length = Math.min(this.trace.end, Math.max(least, to - from));
    this.from = Math.max(0, Math.min(from, this.trace.end - length));
    this.to = this.from + length;
    this.boxes.clear();
    this.minimap.show(this.from, this.to);
    this.draw();
  }

  /** Zooms around the selected span. */
  zoomBy(factor) {
    const middle = Math.min(this.to, Math.max(this.from, (this.selected.start + this.selected.end) / 2));
    const length = (this.to - this.from) * factor;
    this.zoom(middle - length / 2, middle + length / 2);
  }

  /** Moves what is zoomed to, if nothing of the row of a span would be seen. */
  panTo(span) {
    if (this.shownBy(span).some((s) => s.end >= this.from && s.start <= this.to)) return;
    const length = this.to - this.from;
    const before = Math.max(length * 0.1, (length - span.duration) / 2);
    this.zoom(span.start - before, span.start - before + length);
  }

  /** Moves what is zoomed to by a share of its length. */
  pan(share) {
    const by = (this.to - this.from) * share;
    this.zoom(this.from + by, this.to + by);
  }

  zoomToRow(event) {
    const span = this.at(event);
    if (span) this.zoom(span.start - span.duration * 0.05, span.end + span.duration * 0.05);
  }

  at(event) {
    const row = event.target.closest(".row");
    return row ? this.open[Number(row.dataset.index)] : null;
  }

  click(event) {
    const span = this.at(event);
    if (!span) return;
    if (event.target.dataset.twist) this.toggle(span);
    this.select(span, true);
  }

  /** Whether there is something below that can be shown and hidden. */
  opens(span) {
    return span.children.length > 0 || span.isGroup;
  }

  isClosed(span) {
    return span.isGroup ? span.group.folded : this.closed.has(span);
  }

  toggle(span, close = !this.isClosed(span)) {
    if (!this.opens(span)) return;
    if (span.isGroup) span.group.folded = close;
    else if (close) this.closed.add(span);
    else this.closed.delete(span);
    this.layout();
  }

  closeAll(depth) {
    this.closed = new Set(this.trace.spans.filter((s) => s.children.length && s.depth >= depth));
    this.layout();
    if (this.selected.place < 0) this.select(this.trace.spans[0], true);
  }

  openAll() {
    this.closed.clear();
    for (const group of this.trace.repetitions) group.folded = false;
    this.layout();
  }

  /** Closes, opens and zooms as the waterfall of the same trace was before more of it came. */
  resume(before) {
    const now = (span) => this.trace.byId.get(span.id);
    this.closed = new Set([...before.closed].map(now).filter(Boolean));
    for (const group of before.trace.repetitions.filter((g) => !g.folded)) {
      for (const span of group.spans.map(now)) {
        if (span && span.group) span.group.folded = false;
      }
    }
    this.onlyCritical = before.onlyCritical;
    this.layout();
    this.body.scrollTop = before.body.scrollTop;
    if (before.from > 0 || before.to < before.trace.end) {
      const later = between(this.trace.origin, before.trace.origin);
      this.zoom(before.from + later, before.to + later);
    }
  }

  /** Selects a span and opens what hides it. */
  reveal(span) {
    for (let above = span.parent; above; above = above.parent) this.closed.delete(above);
    if (span.group && !span.isGroup) span.group.folded = false;
    this.layout();
    this.select(span, true);
  }

  /** Selects a row and brings it into sight, with its bar unless `still`. */
  select(span, tell, still) {
    this.selected = span;
    if (!still) this.panTo(span);
    const at = span.place * ROW;
    const height = this.body.clientHeight;
    if (at < this.body.scrollTop) this.body.scrollTop = at;
    else if (at + ROW > this.body.scrollTop + height) this.body.scrollTop = at + ROW - height;
    this.draw();
    if (tell) this.onSelect(span);
  }

  /** Selects the nearest of those that called the selected span and have a row. */
  selectAbove() {
    let above = this.selected.parent;
    while (above && above.place < 0) above = above.parent;
    if (above) this.select(above, true);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = Math.max(0, this.selected.place);
    const page = Math.max(1, Math.floor(this.body.clientHeight / ROW) - 1);
    const go = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: this.open.length - 1,
      PageDown: here + page, PageUp: here - page }[event.key];
    if (go !== undefined && this.open.length) {
      this.select(this.open[Math.max(0, Math.min(this.open.length - 1, go))], true);
    } else if (event.shiftKey && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      this.pan(event.key === "ArrowRight" ? 0.25 : -0.25);
    } else if (event.key === "ArrowRight") {
      if (this.isClosed(this.selected)) this.toggle(this.selected, false);
      else if (this.selected.children.length && this.open[here + 1]) this.select(this.open[here + 1], true);
    } else if (event.key === "ArrowLeft") {
      if (this.opens(this.selected) && !this.isClosed(this.selected)) this.toggle(this.selected, true);
      else this.selectAbove();
    } else if (event.key === "+" || event.key === "=") {
      this.zoomBy(0.5);
    } else if (event.key === "-") {
      this.zoomBy(2);
    } else if (event.key === "0") {
      this.zoom(0, this.trace.end);
    } else if (event.key === "Enter") {
      this.onSelect(this.selected, true);
    } else {
      return;
    }
    event.preventDefault();
  }
}
