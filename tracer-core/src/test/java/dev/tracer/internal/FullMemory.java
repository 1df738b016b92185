// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.internal;

/** Takes the memory of a {@link ChildProgram} away, and gives it back. Confined to one thread. */
public final class FullMemory {
  /** A chain, so that the compiler cannot leave it out. */
  private static volatile Object hog;

  private FullMemory() {}

  /** As small as an object can be. */
  private static final class Link {
    final Object next;

    Link(Object next) {
      this.next = next;
    }
  }

  /** Takes what there is, but for scraps of less than 100 bytes. */
  public static void take() {
    Object chain = new Link(null); // whose class must be there before the end
    for (int size = 1 << 20; size >= 64; size /= 4) {
      try {
        while (true) {
          chain = new Object[] {chain, new byte[size]};
        }
      } catch (OutOfMemoryError e) {
        hog = chain;
      }
    }
  }

  /** Takes the scraps as well, after {@link #take}. */
  public static void takeScraps() {
    Object chain = hog;
    try {
      while (true) {
        chain = new Link(chain);
      }
    } catch (OutOfMemoryError e) {
      hog = chain;
    }
  }

  /** Gives all of it back. */
  public static void give() {
    hog = null;
  }
}
