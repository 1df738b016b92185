// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer;

import dev.tracer.internal.HttpText;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What vendors keep along a trace: keys with values, the one changed last to the left (W3C Trace
 * Context Level 2, section 3.3). Immutable.
 *
 * <p>A key has 1 to 256 of the characters {@code a-z 0-9 _ - * / @}, the first one a letter or a
 * digit. A value has 1 to 256 printable ASCII characters, but no comma and no equals sign, and does
 * not end with a space. There are at most 32 members, and at most 8192 characters together.
 *
 * @since 0.1
 */
public final class TraceState {
  /* The state is the text of the header, already checked and in its normal form (no white space
   * around members, no empty members), and every operation works on it. Almost all states are only
   * passed on; they cost one check on the way in and nothing on the way out. */

  private static final int MAX_MEMBERS = 32;

  /**
   * Within it every demand of the specification can be met (it wants 512 at least); more than this
   * does not pass common servers' limits for headers either.
   */
  private static final int MAX_LENGTH = 8192;

  /** Longer members are the first to go where there is no room ("tracestate Limits"). */
  private static final int LONG_MEMBER = 128;

  private static final int MAX_KEY = 256;
  private static final int MAX_VALUE = 256;

  private static final byte KEY = 1;
  private static final byte KEY_START = 2;
  private static final byte VALUE = 4;

  /** What each ASCII character may be part of. */
  private static final byte[] USE = new byte[128];

  static {
    for (char c = ' '; c < 127; c++) {
      boolean start = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      boolean key = start || "_-*/@".indexOf(c) >= 0;
      boolean value = c != ',' && c != '=';
      USE[c] = (byte) ((start ? KEY_START : 0) | (key ? KEY : 0) | (value ? VALUE : 0));
    }
  }

  private static final TraceState EMPTY = new TraceState("");

  /** States longer than this are not remembered. */
  private static final int MAX_REMEMBERED = 64;

  /**
   * The short state that was read last: where samplers write it, most requests bring the same. A
   * race costs one more check, no more, as states are immutable.
   */
  private static TraceState last = EMPTY;

  private final String header;

  private TraceState(String header) {
    this.header = header;
  }

  /** The state without members. */
  public static TraceState empty() {
    return EMPTY;
  }

  /**
   * Reads the value of a {@code tracestate} header; several headers are to be joined with commas
   * before. White space around members and empty members are left out. Keys that appear twice are
   * kept as they are.
   *
   * @return the state; empty if any member is malformed or there is too much of it, as nobody could
   *     tell what was lost
   */
  public static TraceState parse(@Nullable String header) {
    if (header == null || header.isEmpty() || header.length() > MAX_LENGTH) {
      return EMPTY;
    }
    TraceState known = last;
    if (known.header.equals(header)) {
      return known;
    }
    if (isNormal(header)) {
      TraceState state = new TraceState(header);
      if (header.length() <= MAX_REMEMBERED) {
        last = state;
      }
      return state;
    }
    String normal = normalise(header);
    return isNormal(normal) ? new TraceState(normal) : EMPTY;
  }

  /** Whether the text is one or more well-formed members with nothing but commas between them. */
  private static boolean isNormal(String text) {
    int members = 0;
    int end = -1;
    do {
      int start = end + 1;
      int equals = endOf(KEY, text, start);
      if (!isKeyEnd(text, start, equals) || equals == text.length() || text.charAt(equals) != '=') {
        return false;
      }
      end = endOf(VALUE, text, equals + 1);
      if (!isValueEnd(text, equals + 1, end) || ++members > MAX_MEMBERS) {
        return false;
      }
    } while (end < text.length() && text.charAt(end) == ',');
    return end == text.length();
  }

  /** Where the characters of this use that begin at {@code start} end. */
  private static int endOf(byte use, String text, int start) {
    int end = start;
    while (end < text.length() && is(text.charAt(end), use)) {
      end++;
    }
    return end;
  }

  /** Whether a key of the right characters is also long enough, short enough and begins well. */
  private static boolean isKeyEnd(String text, int start, int end) {
    return start < end && end - start <= MAX_KEY && is(text.charAt(start), KEY_START);
  }

  /** Whether a value of the right characters is also long enough, short enough and ends well. */
  private static boolean isValueEnd(String text, int start, int end) {
    return start < end && end - start <= MAX_VALUE && text.charAt(end - 1) != ' ';
  }

  /** The text without white space around members and without empty members. */
  private static String normalise(String text) {
    StringBuilder normal = new StringBuilder(text.length());
    for (int at = 0, end; at < text.length(); at = end + 1) {
      end = memberEnd(text, at);
      int start = HttpText.skipSpace(text, at, end);
      append(normal, text, start, HttpText.trimEnd(text, start, end));
    }
    return normal.toString();
  }

  private static void append(StringBuilder members, String text, int start, int end) {
    if (start < end) {
      if (members.length() > 0) {
        members.append(',');
      }
      members.append(text, start, end);
    }
  }

  private static int memberEnd(String text, int start) {
    int comma = text.indexOf(',', start);
    return comma < 0 ? text.length() : comma;
  }

  /** The value of {@code key}, or null if it is not there. */
  public @Nullable String get(String key) {
    for (int at = 0, end; at < header.length(); at = end + 1) {
      end = memberEnd(header, at);
      if (hasKey(at, key)) {
        return header.substring(at + key.length() + 1, end);
      }
    }
    return null;
  }

  /** Whether the member that begins at {@code start} has this key, which may be malformed. */
  private boolean hasKey(int start, String key) {
    return key != null
        && header.startsWith(key, start)
        && header.indexOf('=', start) == start + key.length();
  }

  /**
   * This state with a member set, which moves to the far left. The 33rd from there is dropped.
   * Where all would be too long, members of more than 128 characters are dropped from the right.
   *
   * @return the new state; this one if {@code key} or {@code value} is malformed
   */
  public TraceState with(String key, String value) {
    if (!isKey(key) || !isValue(value)) {
      return this;
    }
    StringBuilder members =
        new StringBuilder(key.length() + 1 + value.length() + header.length() + 1);
    return others(key, members.append(key).append('=').append(value), MAX_MEMBERS - 1);
  }

  private static boolean isKey(String key) {
    return key != null && endOf(KEY, key, 0) == key.length() && isKeyEnd(key, 0, key.length());
  }

  private static boolean isValue(String value) {
    return value != null
        && endOf(VALUE, value, 0) == value.length()
        && isValueEnd(value, 0, value.length());
  }

  private static boolean is(char c, byte use) {
    return c < 128 && (USE[c] & use) != 0;
  }

  /** This state without a member; this very state if it has none of the key. */
  public TraceState without(String key) {
    return get(key) == null ? this : others(key, new StringBuilder(header.length()), MAX_MEMBERS);
  }

  /** {@code members}, and behind them those of this state that have another key. */
  private TraceState others(String key, StringBuilder members, int room) {
    int forLong = MAX_LENGTH - members.length(); // short ones, of which there are few, always fit
    for (int at = 0, end; at < header.length(); at = end + 1) {
      end = memberEnd(header, at);
      forLong -= hasKey(at, key) || isLong(at, end) ? 0 : end - at + 1;
    }
    int left = room;
    for (int at = 0, end; at < header.length() && left > 0; at = end + 1) {
      end = memberEnd(header, at);
      if (!hasKey(at, key)) {
        boolean isLong = isLong(at, end);
        forLong -= isLong ? end - at + 1 : 0;
        if (!isLong || forLong >= 0) {
          append(members, header, at, end);
        }
        left--;
      }
    }
    return members.length() == 0 ? EMPTY : new TraceState(members.toString());
  }

  private static boolean isLong(int start, int end) {
    return end - start > LONG_MEMBER;
  }

  /** How many members there are, in [0, 32]. */
  public int size() {
    int count = 0;
    for (int at = 0; at < header.length(); at = memberEnd(header, at) + 1) {
      count++;
    }
    return count;
  }

  /** Whether there are no members. */
  public boolean isEmpty() {
    return header.isEmpty();
  }

  /** Hands the key and the value of each member to {@code action}, from left to right. */
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int at = 0, end; at < header.length(); at = end + 1) {
      end = memberEnd(header, at);
      int equals = header.indexOf('=', at);
      action.accept(header.substring(at, equals), header.substring(equals + 1, end));
    }
  }

  /** Whether {@code other} is a state of the same members in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceState that && header.equals(that.header);
  }

  @Override
  public int hashCode() {
    return header.hashCode();
  }

  /** The value of the {@code tracestate} header; the empty string if there are no members. */
  @Override
  public String toString() {
    return header;
  }
}
