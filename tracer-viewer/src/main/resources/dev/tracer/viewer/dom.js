// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
"use strict";

// Elements by hand. Whatever comes from a span becomes text, never markup.

/** A text in which signs that are not seen, and move what is, are shown as escapes, as on a terminal. Joiners may stay. */
function visible(text) {
  return text.replace(/(?![\n\r\t\u200c\u200d])[\p{Cc}\p{Cf}]/gu, (sign) => {
    const digits = sign.codePointAt(0).toString(16);
    return digits.length > 4 ? "\\u{" + digits + "}" : "\\u" + digits.padStart(4, "0");
  });
}

/** What is there of children: elements, and texts as they may be seen. */
function present(children) {
  return children.flat().filter((c) => c !== null && c !== undefined && c !== false)
    .map((c) => (typeof c === "string" ? visible(c) : c));
}

/** An element: attributes and listeners by name, then children, which are elements or text. */
function el(name, properties, ...children) {
  const svg = name === "svg" || name === "rect" || name === "path" || name === "g" || name === "text"
    || name === "circle" || name === "line" || name === "marker" || name === "defs" || name === "title";
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.setAttribute("class", value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...present(children));
  return node;
}

/** Puts children in the place of what is there. */
function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

/**
 * A colour for each service, the same in every view: a class of the style sheet, chosen by the name,
 * or the next one that nobody has yet. Kept for this tab, so that it stays when the page is loaded anew.
 */
const HUES = 10;
const serviceHues = new Map(keptHues());

function keptHues() {
  try {
    const kept = JSON.parse(sessionStorage.getItem("hues") || "[]");
    return kept.filter(([name, own]) => typeof name === "string" && own >= 0 && own < HUES);
  } catch {
    return []; // a file may have no storage
  }
}

function hue(service) {
  if (!serviceHues.has(service)) {
    let hash = 7;
    for (const c of service) hash = (hash * 31 + c.codePointAt(0)) % 9973;
    const taken = new Set(serviceHues.values());
    let own = hash % HUES;
    while (taken.size < HUES && taken.has(own)) own = (own + 1) % HUES;
    serviceHues.set(service, own);
    try {
      if (serviceHues.size < 200) sessionStorage.setItem("hues", JSON.stringify([...serviceHues]));
    } catch {
      // as above
    }
  }
  return "hue" + serviceHues.get(service);
}

/** A name that breaks behind its dots, strokes and the like, and within its words only if it must. */
function breakable(name) {
  return name.split(/(?<=[._/:-])/).flatMap((part, i) => (i ? [el("wbr"), part] : [part]));
}

/** A service and what it did, each written in its own direction. */
function named(service, name) {
  return [el("bdi", {}, service), " › ", el("bdi", {}, name)];
}

/** The beginning of a text that is longer than that. */
function short(text, most) {
  return text.length > most ? text.slice(0, most - 1) + "…" : text;
}

function plural(count, what) {
  return count.toLocaleString("en") + " " + what + (count === 1 ? "" : "s");
}

/**
 * A table; cells are text or elements, numbers of columns to the right by class. Rows with a `href` are
 * walked through by the link in them, others by themselves. A head with `by`, which tells what of a row
 * to compare, sorts; that with `sorted` says how the rows are already.
 */
function table(label, heads, rows, onRow) {
  const cells = heads.map((h) => el("th", { scope: "col", class: h.number ? "number" : "", "aria-sort": h.sorted }, h.by ? null : h.text));
  const body = el("tbody", {}, rows.map((row) => tableRow(row, heads, onRow)));
  heads.forEach((head, i) => {
    if (head.by) cells[i].append(el("button", { type: "button", class: "sort", onclick: () => sortRows(cells, i, head, rows, body) }, head.text));
  });
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    el("table", { "aria-label": label, class: label.split(" ")[0].toLowerCase() }, el("thead", {}, el("tr", {}, cells)), body));
}

function tableRow(row, heads, onRow) {
  row.element = el("tr", { class: onRow ? "opens" : null, tabindex: onRow && !row.href ? "0" : null },
    row.cells.map((cell, i) => el("td", { class: heads[i].number ? "number" : "" }, cell)));
  if (!onRow) return row.element;
  row.element.addEventListener("click", (e) => {
    if (!e.target.closest("a, button") && !(e.ctrlKey || e.metaKey || e.shiftKey || e.altKey)) onRow(row);
  });
  row.element.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.target === row.element) onRow(row);
  });
  return row.element;
}

/** Sorts by a column, numbers from the largest on; by the same one again, the other way round. */
function sortRows(cells, column, head, rows, body) {
  const before = cells[column].getAttribute("aria-sort");
  const down = before ? before === "ascending" : !!head.number;
  for (const cell of cells) cell.removeAttribute("aria-sort");
  cells[column].setAttribute("aria-sort", down ? "descending" : "ascending");
  const ascending = (a, b) => (head.number ? head.by(a) - head.by(b) : head.by(a).localeCompare(head.by(b)));
  body.append(...[...rows].sort((a, b) => (down ? ascending(b, a) : ascending(a, b))).map((row) => row.element));
}

/** Offers a text as a file. */
function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
