// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring.shop.orders;

import org.springframework.data.jpa.repository.JpaRepository;

/** Orders in the database. */
public interface OrderRepository extends JpaRepository<PlacedOrder, Long> {}
