// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * The way of a batch to another machine or a file, in parts that can be exchanged: an {@link
 * dev.tracer.export.send.Encoding} makes bytes of spans, a {@link dev.tracer.export.send.Sender}
 * takes bytes somewhere, and {@link dev.tracer.export.send.SendingExporter} is the exporter made of
 * the two. A new format brings the first, a new transport the second.
 */
/*
 * A batch on its way: SendingExporter has RequestBuilder put spans into groups and write them by an
 * Encoding until a request is full; a Sender takes its bytes and gives an Answer, of which the
 * Encoding reads what became of the spans. A Sender can stand around another; one whose begin does
 * not wait has many requests of a batch on their way, and their answers are read afterwards.
 * HttpGet asks for a text over the same Dialer and HttpConnection.
 */
@NullMarked
package dev.tracer.export.send;

import org.jspecify.annotations.NullMarked;
