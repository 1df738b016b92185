// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.redact;

import static java.util.Objects.requireNonNull;

import dev.tracer.Attributes;
import dev.tracer.export.EventData;
import dev.tracer.export.LinkData;
import dev.tracer.export.SpanData;
import dev.tracer.export.SpanFilter;
import dev.tracer.internal.UrlText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What of a span may leave the process:
 *
 * <pre>{@code
 * Tracer.builder("shop")
 *     .redaction(Redaction.builder().mask("*.customer_name").values(ValuePattern.EMAIL).build())
 * }</pre>
 *
 * <p>By default, the values of attributes whose names are those of secrets ({@code password},
 * {@code api_key}, {@code authorization}, ...) are replaced by {@code REDACTED}, and URLs lose
 * their credentials and the values of such parameters. Attributes of spans, events, links, the
 * resource and instrumentation scopes are looked at, and maps inside of values. {@link #toString}
 * prints the whole policy as properties, which {@link #load} reads.
 *
 * <p>It runs on the exporting thread, before any exporter sees a span; processors that are not made
 * for that get spans that it has gone over. A span in which nothing is found is not copied.
 * Immutable, thread-safe.
 *
 * @since 0.1
 */
public final class Redaction implements SpanFilter {
  static final String REPLACEMENT = "REDACTED";

  private static final Redaction DEFAULTS = new Redaction(RedactionLists.DEFAULTS, null);
  private static final Redaction NONE = new Redaction(RedactionLists.NONE, null);

  /** Values nest less deep than this: the engine cuts them. */
  private static final int MAX_DEPTH = 64;

  private final RedactionLists lists;
  private final KeyRules rules;
  private final UrlText urls;
  private final ValuePattern[] patterns;
  private final ValueHash hash;

  Redaction(RedactionLists lists, byte @Nullable [] hashKey) {
    this.lists = lists;
    this.rules = new KeyRules(lists);
    this.urls = new UrlText(rules, Integer.MAX_VALUE);
    this.patterns = lists.values().toArray(new ValuePattern[0]);
    Arrays.sort(patterns);
    this.hash = new ValueHash(hashKey);
  }

  /** Hides the values of names that are those of secrets, and credentials in URLs. */
  public static Redaction defaults() {
    return DEFAULTS;
  }

  /** Hides nothing. */
  public static Redaction none() {
    return NONE;
  }

  /** Starts to describe a policy, beginning with {@link #defaults}. */
  public static RedactionBuilder builder() {
    return new RedactionBuilder(RedactionLists.DEFAULTS);
  }

  /**
   * Reads a policy. Keys are {@code mask}, {@code keep}, {@code hash}, {@code drop}, {@code allow},
   * {@code url.attributes}, {@code url.parameters}, {@code values}, each with items separated by
   * commas, {@code exception.messages} and {@code defaults}, true or false; all may be absent. What
   * they mean is told by the methods of {@link RedactionBuilder}. Unless {@code defaults} is false,
   * the default lists count, too.
   *
   * @throws IllegalArgumentException naming the key that is not known or has a bad value
   * @throws NullPointerException if {@code properties} is null
   */
  public static Redaction of(Properties properties) {
    return new Redaction(RedactionLists.read(requireNonNull(properties, "properties")), null);
  }

  /**
   * Reads a policy from a file of properties in UTF-8; see {@link #of}.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException naming the file, and the key that is not known or has a bad
   *     value
   * @throws NullPointerException if {@code file} is null
   */
  public static Redaction load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(requireNonNull(file, "file"))) {
      properties.load(reader);
      return of(properties);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Whether it hides nothing at all. */
  public boolean isNone() {
    return lists.isNone();
  }

  /** The span as it may be told; {@code span} itself if there was nothing to hide. */
  @Override
  public SpanData filter(SpanData span) {
    SpanData passed = span;
    Attributes attributes = span.attributes();
    Attributes redacted = attributes(attributes);
    passed = same(redacted, attributes) ? passed : passed.withAttributes(redacted);
    String name = text(span.name());
    passed = name.equals(span.name()) ? passed : passed.withName(name);
    if (!span.events().isEmpty()) {
      List<EventData> events = events(span.events());
      passed = events == span.events() ? passed : passed.withEvents(events);
    }
    if (!span.links().isEmpty()) {
      List<LinkData> links = links(span.links());
      passed = links == span.links() ? passed : passed.withLinks(links);
    }
    String description = span.statusDescription();
    return description == null ? passed : withDescription(passed, description);
  }

  private SpanData withDescription(SpanData span, String description) {
    String redacted = lists.exceptionMessages() ? text(description) : REPLACEMENT;
    return redacted.equals(description) ? span : span.withStatus(span.statusCode(), redacted);
  }

  private static boolean same(Object one, Object other) {
    return one == other;
  }

  private List<EventData> events(List<EventData> events) {
    List<EventData> copy = null;
    for (int i = 0; i < events.size(); i++) {
      EventData event = events.get(i);
      Attributes attributes = attributes(event.attributes());
      String name = text(event.name());
      if (!same(attributes, event.attributes()) || !name.equals(event.name())) {
        copy = copy == null ? new ArrayList<>(events) : copy;
        copy.set(i, new EventData(name, event.epochNanos(), attributes, event.droppedAttributes()));
      }
    }
    return copy == null ? events : copy;
  }

  private List<LinkData> links(List<LinkData> links) {
    List<LinkData> copy = null;
    for (int i = 0; i < links.size(); i++) {
      LinkData link = links.get(i);
      Attributes attributes = attributes(link.attributes());
      if (!same(attributes, link.attributes())) {
        copy = copy == null ? new ArrayList<>(links) : copy;
        copy.set(i, new LinkData(link.context(), attributes, link.droppedAttributes()));
      }
    }
    return copy == null ? links : copy;
  }

  /**
   * Attributes as they may be told; the same object if there was nothing to hide.
   *
   * @throws NullPointerException if {@code attributes} is null
   */
  public Attributes attributes(Attributes attributes) {
    int size = attributes.size();
    for (int i = 0; i < size; i++) {
      KeyAction action = rules.action(attributes.name(i));
      if (action == KeyAction.KEEP && patterns.length == 0 && isPlain(attributes.value(i))) {
        continue;
      }
      Object value = attributes.value(i);
      if (redacted(action, value, 0) != value) {
        return changed(attributes);
      }
    }
    return attributes;
  }

  private static boolean isPlain(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private Attributes changed(Attributes attributes) {
    var builder = Attributes.builder();
    for (int i = 0; i < attributes.size(); i++) {
      String name = attributes.name(i);
      builder.set(name, redacted(rules.action(name), attributes.value(i), 0));
    }
    return builder.build();
  }

  /** A value as it may be told; the same object if it may be as it is, null to leave it out. */
  private @Nullable Object redacted(KeyAction action, Object value, int depth) {
    return switch (action) {
      case MASK -> REPLACEMENT;
      case DROP -> null;
      case HASH -> hash.of(isPlain(value) ? value.toString() : shown(value));
      case MESSAGE -> REPLACEMENT;
      case URL, QUERY, STACK_TRACE -> {
        if (value instanceof String text) {
          yield text(special(action, text));
        }
        yield value instanceof List<?> items ? list(action, items, depth) : kept(value, depth);
      }
      case KEEP -> kept(value, depth);
    };
  }

  /** A value as text, by its contents. */
  private static String shown(Object value) {
    return Attributes.of("value", value).toString();
  }

  private String special(KeyAction action, String text) {
    if (action == KeyAction.STACK_TRACE) {
      return StackTraceText.withoutMessages(text);
    }
    return action == KeyAction.URL ? urls.url(text) : urls.query(text);
  }

  private @Nullable Object kept(Object value, int depth) {
    if (value instanceof String text) {
      return text(text);
    }
    if (depth > MAX_DEPTH) {
      return REPLACEMENT;
    }
    if (value instanceof List<?> items) {
      return list(KeyAction.KEEP, items, depth);
    }
    return value instanceof Map<?, ?> map ? map(map, depth) : value;
  }

  private Object list(KeyAction action, List<?> items, int depth) {
    if (depth > MAX_DEPTH) {
      return REPLACEMENT;
    }
    List<@Nullable Object> copy = null;
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      Object redacted = item == null ? null : redacted(action, item, depth + 1);
      if (redacted != item) {
        copy = copy == null ? new ArrayList<>(items) : copy;
        copy.set(i, redacted);
      }
    }
    return copy == null ? items : copy;
  }

  private Object map(Map<?, ?> map, int depth) {
    Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value = entry.getValue();
      KeyAction action = nested(String.valueOf(entry.getKey()));
      Object redacted = value == null ? null : redacted(action, value, depth + 1);
      changed |= redacted != value;
      if (value == null || redacted != null) {
        copy.put(entry.getKey(), redacted);
      }
    }
    return changed ? copy : map;
  }

  /** What is done to an entry of a map, whose name is seldom on a list of names to allow. */
  private KeyAction nested(String name) {
    KeyAction action = rules.action(name);
    boolean notListed = action == KeyAction.DROP && !lists.names(NameList.ALLOW).isEmpty();
    return notListed && !rules.isDropped(name) ? KeyAction.KEEP : action;
  }

  /**
   * A text as it may be told: what a pattern finds in it is replaced.
   *
   * @throws NullPointerException if {@code text} is null
   */
  public String text(String text) {
    String redacted = text;
    for (ValuePattern pattern : patterns) {
      redacted = replaced(pattern, redacted);
    }
    return redacted;
  }

  private static String replaced(ValuePattern pattern, String text) {
    ValuePattern.Match match = pattern.find(text, 0);
    if (match.start() < 0) {
      return text;
    }
    StringBuilder redacted = new StringBuilder(text.length());
    int copied = 0;
    while (match.start() >= 0) {
      redacted.append(text, copied, match.start()).append(REPLACEMENT);
      copied = match.end();
      match = pattern.find(text, copied);
    }
    return redacted.append(text, copied, text.length()).toString();
  }

  /** The whole policy as properties, but for the key of hashes. */
  @Override
  public String toString() {
    return lists.toString();
  }
}
