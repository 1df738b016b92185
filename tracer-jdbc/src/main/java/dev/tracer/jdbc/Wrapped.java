// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/**
 * What all wrappers have in common: they are equal if what they wrap is, print like it, and lead to
 * it by {@link Wrapper#unwrap}.
 *
 * @param <D> the type of what is wrapped
 */
abstract class Wrapped<D> {
  final D delegate;

  Wrapped(D delegate) {
    this.delegate = delegate;
  }

  /** This object if it is a {@code type}, else what is wrapped, or what that wraps. */
  @SuppressWarnings("NullAway") // what the driver makes of null is the driver's matter
  public final <T> T unwrap(@Nullable Class<T> type) throws SQLException {
    if (type != null && type.isInstance(this)) {
      return type.cast(this);
    }
    if (type != null && type.isInstance(delegate)) {
      return type.cast(delegate);
    }
    if (delegate instanceof Wrapper wrapper) {
      return wrapper.unwrap(type);
    }
    throw new SQLException("not a wrapper for " + type);
  }

  /** Whether {@link #unwrap} finds a {@code type}. */
  @SuppressWarnings("NullAway")
  public final boolean isWrapperFor(@Nullable Class<?> type) throws SQLException {
    return (type != null && (type.isInstance(this) || type.isInstance(delegate)))
        || (delegate instanceof Wrapper wrapper && wrapper.isWrapperFor(type));
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Wrapped<?> that && delegate.equals(that.delegate));
  }

  @Override
  public final int hashCode() {
    return delegate.hashCode();
  }

  @Override
  public final String toString() {
    return delegate.toString();
  }
}
