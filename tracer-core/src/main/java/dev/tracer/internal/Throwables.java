// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Exceptions of the application as attributes tell them. Their own methods may throw: see each. */
public final class Throwables {
  /** How many exceptions a stack trace shows, with causes and suppressed ones. */
  private static final int MAX_PARTS = 16;

  /** Room for the line that says how many frames are left out. */
  private static final int LAST_LINE = 24;

  /** A head of this length is not cut to have frames behind it. */
  private static final int SHORT_HEAD = 200;

  /** What stands before and behind a frame. */
  private static final int FRAME_MARKS = 5;

  private Throwables() {}

  /**
   * What went wrong, without the wrappers that dependent stages of a future put around it. Never
   * throws.
   */
  public static Throwable unwrapped(Throwable error) {
    Throwable found = error;
    try {
      for (int i = 0; i < MAX_PARTS && found instanceof CompletionException; i++) {
        Throwable cause = found.getCause();
        if (cause == null) {
          break;
        }
        found = cause;
      }
    } catch (Throwable e) {
      // one that cannot be asked: what was found will do
    }
    return found;
  }

  /**
   * Whether the application wanted it so: {@code CancellationException} and {@code
   * InterruptedException} make an event {@code cancelled} and no error (semantic conventions, "HTTP
   * spans", Status).
   */
  public static boolean isCancellation(@Nullable Throwable error) {
    return error instanceof CancellationException || error instanceof InterruptedException;
  }

  /** The message; null if there is none or asking for it fails. */
  public static @Nullable String message(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable e) {
      return null;
    }
  }

  /**
   * The class as {@code error.type} and {@code exception.type} have it: the canonical name, for
   * want of one (local and anonymous classes, those whose outer class is missing) the binary one
   * (semantic conventions, "error").
   */
  public static String type(Throwable error) {
    String canonical = null;
    try {
      canonical = error.getClass().getCanonicalName();
    } catch (LinkageError e) {
      // the class that it is nested in cannot be loaded
    }
    return canonical == null ? error.getClass().getName() : canonical;
  }

  /**
   * What {@code printStackTrace} shows, in up to {@code max} UTF-16 units. Each exception, causes
   * and suppressed ones included, gets an equal share of the room, since the last cause tells most
   * and would otherwise be the first to be cut. Of a share, a message takes half at the most where
   * there are frames. What is cut is marked. Throws what {@code getStackTrace} or {@code getCause}
   * throw.
   *
   * @param text takes it; empty
   * @return whether something was cut
   */
  public static boolean stackTrace(Throwable error, int max, StringBuilder text) {
    List<Part> parts = new ArrayList<>();
    boolean cut = collect(parts, new Part(error, "", "", 0));
    for (int i = 0; i < parts.size(); i++) {
      int room = Math.max(0, max - text.length());
      cut |= parts.get(i).append(text, text.length() + room / (parts.size() - i));
    }
    if (text.length() > max) {
      text.setLength(SafeText.cut(text, max));
      return true;
    }
    return cut;
  }

  /** Adds a part and those behind it in the order of printing; returns whether some are missing. */
  private static boolean collect(List<Part> parts, Part first) {
    if (parts.size() == MAX_PARTS) {
      return true;
    }
    for (Part known : parts) {
      if (known.error == first.error) {
        return false; // a circle
      }
    }
    parts.add(first);
    boolean missing = false;
    for (Throwable suppressed : first.error.getSuppressed()) {
      missing |= collect(parts, first.enclosed(suppressed, "Suppressed: ", first.indent + "\t"));
    }
    Throwable cause = first.error.getCause();
    return cause == null
        ? missing
        : collect(parts, first.enclosed(cause, "Caused by: ", first.indent)) || missing;
  }

  /** One exception of a stack trace. */
  private static final class Part {
    private final Throwable error;
    private final String caption;
    private final String indent;
    private final StackTraceElement[] frames;

    /** How many of the last frames the exception around it has as well. */
    private final int common;

    Part(Throwable error, String caption, String indent, int common) {
      this(error, caption, indent, error.getStackTrace(), common);
    }

    private Part(
        Throwable error, String caption, String indent, StackTraceElement[] frames, int common) {
      this.error = error;
      this.caption = caption;
      this.indent = indent;
      this.frames = frames;
      this.common = common;
    }

    Part enclosed(Throwable inner, String innerCaption, String innerIndent) {
      StackTraceElement[] own = inner.getStackTrace();
      int same = 0;
      while (same < own.length
          && same < frames.length
          && own[own.length - 1 - same].equals(frames[frames.length - 1 - same])) {
        same++;
      }
      return new Part(inner, innerCaption, innerIndent, own, same);
    }

    /** Appends it up to about {@code end}; returns whether something was cut. */
    boolean append(StringBuilder text, int end) {
      int own = frames.length - common;
      int limit = frames.length == 0 ? end : end - indent.length() - LAST_LINE;
      text.append(indent).append(caption);
      int half = text.length() + Math.max(SHORT_HEAD, (limit - text.length()) / 2);
      boolean cut = appendHead(text, own == 0 ? limit : Math.min(half, limit));
      for (int i = 0; i < own; i++) {
        String frame = frames[i].toString();
        if (text.length() + indent.length() + frame.length() + FRAME_MARKS > limit) {
          text.append(indent).append("\t... ").append(frames.length - i).append(" more, cut\n");
          return true;
        }
        text.append(indent).append("\tat ").append(frame).append('\n');
      }
      if (common > 0) {
        text.append(indent).append("\t... ").append(common).append(" more\n");
      }
      return cut;
    }

    private boolean appendHead(StringBuilder text, int end) {
      String head = describe(error);
      boolean cut = head.length() + 1 > end - text.length();
      int room = Math.min(head.length(), Math.max(0, end - text.length() - 2));
      text.append(head, 0, cut ? SafeText.cut(head, room) : head.length());
      text.append(cut ? "…\n" : "\n");
      return cut;
    }

    private static String describe(Throwable error) {
      try {
        String text = error.toString();
        if (text != null) {
          return text;
        }
      } catch (Throwable e) {
        // of the application's own kind
      }
      return error.getClass().getName();
    }
  }
}
