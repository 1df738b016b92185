// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// Time from left to right: the strip above the waterfall, the marks of its axis, and what falls on one pixel.

/** The whole trace in a strip; dragging over it zooms the waterfall. */
class Minimap {
  constructor(trace, onZoom) {
    this.trace = trace;
    this.onZoom = onZoom;
    this.window = el("div", { class: "window" });
    this.canvas = el("canvas", { width: "1200", height: "48", "aria-hidden": "true" });
    this.element = el("div", { class: "minimap", "aria-hidden": "true",
      onpointerdown: (e) => this.down(e), onpointermove: (e) => this.move(e), onpointerup: (e) => this.up(e),
      ondblclick: () => onZoom(0, trace.end) }, this.canvas, this.window);
    this.paint();
    this.show(0, trace.end);
  }

  paint() {
    const pen = this.canvas.getContext("2d");
    const { width, height } = this.canvas;
    const spans = this.trace.spans;
    const lane = Math.max(1, Math.min(4, height / spans.length));
    const seen = new Set(); // a pixel is painted once, however many spans are there
    const paintAll = (failed) => spans.forEach((span, i) => {
      if (span.missing || span.failed !== failed) return;
      const y = Math.floor(i / spans.length * height);
      const x = Math.floor(span.start / this.trace.end * width);
      const w = Math.max(1, Math.round(span.duration / this.trace.end * width));
      const key = (y * 1201 + x) * 1201 + w;
      if (seen.has(key)) return;
      seen.add(key);
      pen.fillStyle = failed ? "#d33" : span.critical.length ? "#777" : "#7aa2d6";
      pen.fillRect(x, y, w, lane);
    });
    paintAll(false);
    seen.clear();
    paintAll(true); // over the others
  }

  show(from, to) {
    this.window.style.left = 100 * from / this.trace.end + "%";
    this.window.style.width = 100 * (to - from) / this.trace.end + "%";
    this.window.classList.toggle("all", from <= 0 && to >= this.trace.end);
  }

  moment(event) {
    const box = this.element.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * this.trace.end;
  }

  down(event) {
    this.begin = this.moment(event);
    this.element.setPointerCapture(event.pointerId);
  }

  move(event) {
    if (this.begin === undefined) return;
    const now = this.moment(event);
    this.show(Math.min(this.begin, now), Math.max(this.begin, now));
  }

  up(event) {
    if (this.begin === undefined) return;
    const now = this.moment(event);
    const [from, to] = [Math.min(this.begin, now), Math.max(this.begin, now)];
    this.begin = undefined;
    if (to - from > this.trace.end / 200) this.onZoom(from, to);
    else this.onZoom(0, this.trace.end);
  }
}

/** Pieces of time of which those are one that no pixel lies between; a piece is at least so many pixels wide. */
function mergePieces(pieces, pixel, least) {
  const merged = [];
  let last = null;
  for (const [from, to] of pieces.sort((a, b) => a[0] - b[0])) {
    if (last && from - Math.max(last[1], last[0] + least * pixel) < pixel) last[1] = Math.max(last[1], to);
    else merged.push(last = [from, to]);
  }
  return merged;
}

/** Of moments that fall on one pixel, the first. */
function onePerPixel(moments, pixel) {
  const first = new Map();
  for (const moment of moments) {
    const at = Math.floor(moment[0] / pixel);
    if (!first.has(at)) first.set(at, moment);
  }
  return [...first.values()];
}

/** Steps of an axis from half a minute to a day, in seconds: of tens and hundreds of them none would be round. */
const LONG_STEPS = [30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400].map((s) => s * 1e9);
const DAY = LONG_STEPS[LONG_STEPS.length - 1];

/** Round moments on the axis. */
function axisTicks(from, to, most) {
  const rough = (to - from) / most;
  const unit = rough > DAY ? DAY : 1;
  const power = unit * Math.pow(10, Math.floor(Math.log10(rough / unit)));
  const step = rough > 20e9 && rough <= DAY ? LONG_STEPS.find((s) => s >= rough)
    : [1, 2, 5, 10].map((n) => n * power).find((s) => s >= rough) || rough;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at < to && ticks.length < 50; at += step) ticks.push(at);
  return ticks;
}

/** The moments in three digits, or in as many as tell them apart. */
function tickTexts(moments) {
  const texts = moments.map(formatNanos);
  if (new Set(texts).size === texts.length) return texts;
  const step = moments[1] - moments[0];
  const last = moments[moments.length - 1];
  const [unit, size] = [["s", 1e9], ["ms", 1e6], ["µs", 1e3]].find((u) => last >= u[1]) || ["ns", 1];
  const digits = Math.min(9, Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9)));
  return moments.map((at) => (at / size).toFixed(digits) + " " + unit);
}
