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

  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";

  private static final Setter SETTER = new Setter();
  private static final Getter GETTER = new Getter();

  private final Tracer tracer;
  private final Guard guard;
  private final String[] names;

  HeaderFields(Tracer tracer, Guard guard) {
    this.tracer = tracer;
    this.guard = guard;
    this.names = tracer.propagator().fields().toArray(new String[0]);
  }

  /**
   * Writes {@code context} in the place of what was there; leaves that if the context is empty.
   * Headers that refuse (those of a record that was sent before are read-only) stay as they are,
   * which is counted.
   *
   * @return whether the headers hold it now
   */
  boolean inject(Context context, Headers headers) {
    return inject(context, headers, SETTER);
  }

  /**
   * As {@link #inject(Context, Headers)}, for a send.
   *
   * @param before what {@link #carried} has told; null if that was nothing
   */
  boolean inject(Context context, Headers headers, @Nullable Context before) {
    return inject(context, headers, new SendSetter(before));
  }

  private boolean inject(Context context, Headers headers, CarrierSetter<Headers> setter) {
    if (!context.span().isValid() && context.baggage().isEmpty()) {
      return false;
    }
    try {
      clear(headers);
      tracer.inject(context, headers, setter);
      return true;
    } catch (Throwable e) {
      guard.report("headers of a Kafka record (it is sent without this trace context)", e);
      return false;
    }
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

  /**
   * As {@link #extract}, of a record that is to be sent: what an earlier send of it has written is
   * not there, but what it carried before.
   */
  Context carried(Context base, Headers headers) {
    return extract(base, headers, true);
  }

  /** {@code base} with what {@code headers} hold; {@code base} itself if that is nothing. */
  Context extract(Context base, Headers headers) {
    return extract(base, headers, false);
  }

  private Context extract(Context base, Headers headers, boolean isToBeSent) {
    try {
      Header[] fields = headers.toArray();
      SentHeader sent = isToBeSent ? sent(fields) : null;
      if (sent != null) {
        return sent.before(base);
      }
      return fields.length == 0 ? base : tracer.extract(base, fields, GETTER);
    } catch (Throwable e) {
      guard.report("headers of a Kafka record (its trace context is not read)", e);
      return base;
    }
  }

  private static @Nullable SentHeader sent(Header[] fields) {
    for (Header field : fields) {
      if (field instanceof SentHeader sent) {
        return sent;
      }
    }
    return null;
  }

  /** As {@link Setter}, for a send. */
  private static final class SendSetter implements CarrierSetter<Headers> {
    private final @Nullable Context before;

    SendSetter(@Nullable Context before) {
      this.before = before;
    }

    @Override
    public void set(Headers carrier, String key, String value) {
      setBytes(carrier, key, value.getBytes(UTF_8));
    }

    @Override
    public void setBytes(Headers carrier, String key, byte[] value) {
      carrier.add(new SentHeader(key, value, before));
    }
  }

  /** Adds headers, of which {@link #clear} has left none of the same name. */
  private static final class Setter implements CarrierSetter<Headers> {
    @Override
    public void set(Headers carrier, String key, String value) {
      carrier.add(key, value.getBytes(UTF_8));
    }

    @Override
    public void setBytes(Headers carrier, String key, byte[] value) {
      carrier.add(key, value);
    }
  }

  /**
   * Reads a copy of the headers: one walk through Kafka's list instead of one for each field. Of
   * several values of a field the last counts, as with {@link Headers#lastHeader}, because hops
   * that do not replace add theirs at the end. Fields that are lists are joined, {@code tracestate}
   * only if it cannot be that of another hop.
   */
  private static final class Getter implements CarrierGetter<Header[]> {
    @Override
    public @Nullable String get(Header[] carrier, String key) {
      for (int i = carrier.length - 1; i >= 0; i--) {
        if (isValueOf(key, carrier[i])) {
          return text(carrier[i].value());
        }
      }
      return null;
    }

    @Override
    public List<String> getAll(Header[] carrier, String key) {
      boolean single =
          key.equals(TRACEPARENT) || (key.equals(TRACESTATE) && isRepeated(carrier, TRACEPARENT));
      if (single) {
        String last = get(carrier, key);
        return last == null ? List.of() : List.of(last);
      }
      List<String> values = List.of();
      for (Header header : carrier) {
        if (isValueOf(key, header) && values.size() < MAX_VALUES) {
          values = values.isEmpty() ? new ArrayList<>(1) : values;
          values.add(text(header.value()));
        }
      }
      return values;
    }

    @Override
    public Iterable<String> keys(Header[] carrier) {
      List<String> keys = new ArrayList<>(carrier.length);
      for (Header header : carrier) {
        keys.add(header.key());
      }
      return keys;
    }

    private static boolean isRepeated(Header[] carrier, String key) {
      int count = 0;
      for (Header header : carrier) {
        count += isValueOf(key, header) ? 1 : 0;
      }
      return count > 1;
    }

    private static boolean isValueOf(String key, Header header) {
      return key.equalsIgnoreCase(header.key()) && header.value() != null;
    }

    private static String text(byte[] bytes) {
      return new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), UTF_8);
    }
  }
}
