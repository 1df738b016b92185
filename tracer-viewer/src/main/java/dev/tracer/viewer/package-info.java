// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * A local page that shows traces. {@link dev.tracer.viewer.Viewer} runs it inside an application,
 * or {@code java -jar tracer-viewer-all.jar} beside it; {@link dev.tracer.viewer.TraceHtml} writes
 * a trace into one HTML file.
 */
@NullMarked
package dev.tracer.viewer;

import org.jspecify.annotations.NullMarked;
