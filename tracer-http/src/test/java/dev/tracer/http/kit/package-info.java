// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors

/**
 * Contracts for traced HTTP clients and servers, for other HTTP libraries to fulfil: extend {@link
 * dev.tracer.http.kit.HttpClientContract} or {@link dev.tracer.http.kit.HttpServerContract}.
 */
package dev.tracer.http.kit;
