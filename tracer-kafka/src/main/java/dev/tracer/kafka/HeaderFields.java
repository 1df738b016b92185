// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracer.Context;
import dev.tracer.Tracer;
import dev.tracer.propagation.CarrierGetter;
import dev.tracer.propagation.CarrierSetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Contexts in record headers: fields are headers of the same name with the value's UTF-8 bytes.
 * Names are compared without regard to case, as other libraries write {@code X-B3-TraceId}.
 * Thread-safe; never throws because of what headers hold or do.
 */
final class HeaderFields {
  /**
   * Most bytes of a header that are looked at. One more than any propagator accepts, so that what
   * is longer is still refused and counted there.
   */
  private static final int MAX_BYTES = 8193;

  /** Most headers of one name that are looked at. */
  private static final int MAX_VALUES = 64;

  private static final Getter GETTER = new Getter();

  private final Tracer tracer;
  private final String[] names;

  HeaderFields(Tracer tracer) {
    this.tracer = tracer;
    this.names = tracer.propagator().fields().toArray(new String[0]);
  }

  /**
   * Writes {@code context} in the place of what was there; leaves that if the context is empty.
   * Headers that refuse (those of a record that was sent before are read-only) stay as they are,
   * which is counted.
   */
  void inject(Context context, Headers headers) {
    inject(context, headers, HeaderFields::add);
  }

  /** Like {@link #inject(Context, Headers)}, with headers that lead back to {@code sent}. */
  void inject(Context context, Headers headers, SpanHeader.Sent sent) {
    inject(
        context,
        headers,
        (carrier, key, value) -> carrier.add(new SpanHeader(key, value.getBytes(UTF_8), sent)));
  }

  private void inject(Context context, Headers headers, CarrierSetter<Headers> setter) {
    if (!context.span().isValid() && context.baggage().isEmpty()) {
      return;
    }
    try {
      clear(headers);
      tracer.propagator().inject(context, headers, setter);
    } catch (Throwable e) {
      tracer.reportFault("headers of a Kafka record (it is sent without this trace context)", e);
    }
  }

  private static void add(Headers headers, String key, String value) {
    headers.add(key, value.getBytes(UTF_8));
  }

  /** Removes all fields, also those that are not going to be written again. */
  private void clear(Headers headers) {
    for (Header header : headers) {
      if (isField(header.key())) { // in records that are passed on, which are few
        remove(headers);
        return;
      }
    }
  }

  private void remove(Headers headers) {
    for (Header header : headers.toArray()) {
      if (isField(header.key())) {
        headers.remove(header.key());
      }
    }
  }

  private boolean isField(String key) {
    for (String name : names) {
      if (name.equalsIgnoreCase(key)) {
        return true;
      }
    }
    return false;
  }

  /** {@code base} with what {@code headers} hold; {@code base} itself if that is nothing. */
  Context extract(Context base, Headers headers) {
    try {
      Header[] fields = headers.toArray();
      return fields.length == 0 ? base : tracer.propagator().extract(base, fields, GETTER);
    } catch (Throwable e) {
      tracer.reportFault("headers of a Kafka record (its trace context is not read)", e);
      return base;
    }
  }

  /** Reads a copy of the headers: one walk through Kafka's list instead of one for each field. */
  private static final class Getter implements CarrierGetter<Header[]> {
    @Override
    public @Nullable String get(Header[] carrier, String key) {
      for (Header header : carrier) {
        if (key.equalsIgnoreCase(header.key()) && header.value() != null) {
          return text(header.value());
        }
      }
      return null;
    }

    @Override
    public List<String> getAll(Header[] carrier, String key) {
      String first = null;
      List<String> more = null;
      for (Header header : carrier) {
        if (!key.equalsIgnoreCase(header.key()) || header.value() == null) {
          continue;
        }
        String value = text(header.value());
        if (first == null) {
          first = value;
        } else if (more == null) {
          more = new ArrayList<>(List.of(first, value));
        } else if (more.size() < MAX_VALUES) {
          more.add(value);
        }
      }
      if (more != null) {
        return more;
      }
      return first == null ? List.of() : List.of(first);
    }

    @Override
    public Iterable<String> keys(Header[] carrier) {
      List<String> keys = new ArrayList<>(carrier.length);
      for (Header header : carrier) {
        keys.add(header.key());
      }
      return keys;
    }

    private static String text(byte[] bytes) {
      return new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), UTF_8);
    }
  }
}
