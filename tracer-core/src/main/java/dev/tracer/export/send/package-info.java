// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * The way of a batch to another machine or a file, in parts that can be exchanged: an {@link
 * dev.tracer.export.send.Encoding} makes bytes of spans, a {@link dev.tracer.export.send.Sender}
 * takes bytes somewhere, and {@link dev.tracer.export.send.SendingExporter} is the exporter made of
 * the two. A new format brings the first, a new transport the second.
 */
@NullMarked
package dev.tracer.export.send;

import org.jspecify.annotations.NullMarked;
