// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Spans for Apache Kafka: begin with {@link dev.tracer.kafka.KafkaTracing}. Attributes and names
 * follow OpenTelemetry's "Semantic conventions for Kafka" 1.44.
 */
@NullMarked
package dev.tracer.kafka;

import org.jspecify.annotations.NullMarked;
