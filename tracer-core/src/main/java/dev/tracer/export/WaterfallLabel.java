// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.export;

import dev.tracer.StatusCode;
import dev.tracer.internal.CellWidth;
import dev.tracer.internal.Hex;
import dev.tracer.internal.SpanRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The left end of a line: tree, error mark, service, name. Immutable.
 *
 * @param row the line
 * @param tree the lines of the tree in front of the text
 * @param below the same on the lines below, up to the branches of children
 * @param service the service, escaped; empty where it is the same as above
 * @param name the span's name, escaped, or a note
 * @param style how to draw it
 */
record WaterfallLabel(
    SpanRow row, String tree, String below, String service, String name, WaterfallStyle style) {
  private static final int LEAST_NAME = 8;

  /**
   * The label of a row.
   *
   * @param above the label of the row it hangs on
   * @param several whether the trace has several services, so that they have to be told
   * @param mostLevels how many levels of the tree are drawn; deeper ones are told by their number
   */
  static WaterfallLabel of(
      SpanRow row,
      @Nullable WaterfallLabel above,
      boolean several,
      int mostLevels,
      WaterfallDetails details) {
    WaterfallStyle style = details.style();
    int deeper = Math.max(0, row.depth() - mostLevels);
    String lead = above == null ? "" : above.below;
    boolean plain = above == null || deeper > 0;
    String tree = plain ? lead : lead + style.branch(row.isLast());
    String below = plain ? lead : lead + style.pipe(!row.isLast());
    SpanData span = row.span();
    if (span == null) {
      return new WaterfallLabel(row, tree, below, "", note(row), style);
    }
    String name = span.name().isEmpty() ? "\"\"" : details.escape(span.name());
    String service = span.resource().serviceName();
    SpanData parent = above == null ? null : above.span();
    boolean same = parent != null && parent.resource().serviceName().equals(service);
    String told = several && !same ? details.escape(service) : "";
    String depth = deeper == 0 ? "" : "+" + deeper + " ";
    return new WaterfallLabel(row, tree, below, told, depth + name, style);
  }

  private static String note(SpanRow row) {
    SpanData child = row.children().get(0).span();
    return child == null
        ? "(missing parent)"
        : "(missing parent " + Hex.format(child.parentSpanIdAsLong()) + ")";
  }

  /** The span; null if this is the note about a missing parent. */
  @Nullable SpanData span() {
    return row.span();
  }

  /** The cells it takes if nothing is left out. */
  int cells() {
    String middle = service.isEmpty() ? "" : service + style.of();
    return CellWidth.of(tree + mark() + middle + name);
  }

  /** The lines of the tree on a line about this span below it. */
  String detailLead() {
    return below + style.pipe(!row.children().isEmpty());
  }

  private String mark() {
    SpanData span = row.span();
    return span != null && span.statusCode() == StatusCode.ERROR ? style.error() : "";
  }

  void draw(TextLines lines, int cells, Map<String, String> colors) {
    SpanData span = row.span();
    int room = cells - CellWidth.of(tree + mark());
    lines.add(tree, WaterfallStyle.DIM).add(mark(), WaterfallStyle.RED);
    if (span == null) {
      lines.add(CellWidth.elideEnd(name, room, style.ellipsis()), WaterfallStyle.DIM);
      return;
    }
    boolean failed = span.statusCode() == StatusCode.ERROR;
    if (!service.isEmpty()) {
      int most = Math.max(LEAST_NAME, room / 2 - CellWidth.of(style.of()));
      String who = CellWidth.elideMiddle(service, most, style.ellipsis());
      lines.add(who, colors.getOrDefault(span.resource().serviceName(), ""));
      lines.add(style.of(), WaterfallStyle.DIM);
      room -= CellWidth.of(who + style.of());
    }
    String shown = CellWidth.elideMiddle(name, Math.max(1, room), style.ellipsis());
    lines.add(shown, failed ? WaterfallStyle.RED : "");
  }
}
