// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the application has set up cannot be. It ends the start; {@link WrongSettingAnalyzer} tells
 * of it without the exceptions around it.
 */
final class WrongSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String property;
  private final @Nullable String value;
  private final String reason;
  private final String action;

  private WrongSettingException(
      String message,
      @Nullable String property,
      @Nullable Object value,
      String reason,
      String action,
      @Nullable Throwable cause) {
    super(message, cause);
    this.property = property;
    this.value = value == null ? null : value.toString();
    this.reason = reason;
    this.action = action;
  }

  /**
   * A property with a value that it may not have.
   *
   * @param value null for one that is not to be told
   * @param rule what it breaks: "must be in [0, 1]"
   */
  static WrongSettingException ofProperty(String property, @Nullable Object value, String rule) {
    String message = property + ' ' + rule + (value == null ? "" : ": " + value);
    return new WrongSettingException(message, property, value, rule, advice(property), null);
  }

  private static String advice(String property) {
    return "Give " + property + " a value that is allowed, or remove it: then its default counts.";
  }

  /** Several beans where one alone counts. */
  static WrongSettingException ofBeans(Class<?> type, RuntimeException cause) {
    String reason =
        "Of " + type.getName() + " one bean alone can be the tracer's: " + cause.getMessage();
    return new WrongSettingException(
        reason,
        null,
        null,
        reason,
        "Mark one of the beans as @Primary, or remove the others.",
        cause);
  }

  /** A bean that throws where it takes part, or that the builder does not take. */
  static WrongSettingException ofBean(Class<?> type, String name, RuntimeException cause) {
    String reason = "the " + type.getSimpleName() + " bean '" + name + "' failed: " + told(cause);
    return new WrongSettingException(
        reason, null, null, reason, "Correct the bean '" + name + "', or remove it.", cause);
  }

  /** What was thrown, and where, as no stack trace is printed. */
  private static String told(RuntimeException cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return cause + (stack.length == 0 ? "" : " (at " + stack[0] + ")");
  }

  /**
   * What {@code maker} makes of the value of a property.
   *
   * @param value null for one that is not to be told
   * @throws WrongSettingException if it does not accept the value
   */
  static <T> T checked(String property, @Nullable Object value, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      throw new WrongSettingException(
          property + ": " + reason, property, value, reason, advice(property), e);
    }
  }

  /** The property, or null if it is about something else. */
  @Nullable String property() {
    return property;
  }

  /** What the property has been set to; null if that is a secret, or told by the reason. */
  @Nullable String value() {
    return value;
  }

  /** What is wrong. */
  String reason() {
    return reason;
  }

  /** What to do about it. */
  String action() {
    return action;
  }
}
