// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request of the application with trace headers in place of those it may have had. Thread-safe.
 */
final class PropagatingRequest extends HttpRequest {
  /** Whether this class forwards all that a request of this JDK can tell. */
  private static final boolean COMPLETE = isComplete();

  private final HttpRequest original;
  private final InjectedHeaders injected;

  /** Made by whoever asks first; a race makes an equal one twice. */
  private @Nullable HttpHeaders headers;

  private PropagatingRequest(HttpRequest original, InjectedHeaders injected) {
    this.original = original;
    this.injected = injected;
  }

  /**
   * {@code original} with {@code injected}. It is of this class even if there is nothing to inject,
   * which tells a client inside another traced one that it need not trace.
   */
  static HttpRequest of(HttpRequest original, InjectedHeaders injected) {
    return COMPLETE ? new PropagatingRequest(original, injected) : copy(original, injected);
  }

  /** For JDKs whose requests know more than this class: slower, but nothing is lost. */
  static HttpRequest copy(HttpRequest original, InjectedHeaders injected) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(original, (name, value) -> !injected.replaces(name));
    for (int i = 0; i < injected.size(); i++) {
      builder.setHeader(injected.name(i), injected.value(i));
    }
    return builder.build();
  }

  private static boolean isComplete() {
    List<Method> own = List.of(PropagatingRequest.class.getDeclaredMethods());
    for (Method method : HttpRequest.class.getMethods()) {
      int modifiers = method.getModifiers();
      if (method.getDeclaringClass() == HttpRequest.class
          && !Modifier.isStatic(modifiers)
          && !Modifier.isFinal(modifiers)
          && own.stream().noneMatch(mine -> isSame(mine, method))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Method one, Method other) {
    return one.getName().equals(other.getName())
        && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
  }

  @Override
  public HttpHeaders headers() {
    HttpHeaders known = headers;
    if (known == null && injected.size() == 0) {
      headers = known = original.headers();
    } else if (known == null) {
      headers =
          known = HttpHeaders.of(new Merged(original.headers(), injected), (name, value) -> true);
    }
    return known;
  }

  /** What {@code HttpHeaders.of} reads, and then forgets: it copies, so this does not. */
  static final class Merged extends AbstractMap<String, List<String>> {
    private final HttpHeaders original;
    private final InjectedHeaders injected;

    Merged(HttpHeaders original, InjectedHeaders injected) {
      this.original = original;
      this.injected = injected;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super List<String>> action) {
      original
          .map()
          .forEach(
              (name, values) -> {
                if (!injected.replaces(name)) {
                  action.accept(name, values);
                }
              });
      for (int i = 0; i < injected.size(); i++) {
        action.accept(injected.name(i), List.of(injected.value(i)));
      }
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
      Map<String, List<String>> copy = new LinkedHashMap<>();
      forEach(copy::put);
      return copy.entrySet();
    }
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return original.bodyPublisher();
  }

  @Override
  public String method() {
    return original.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return original.timeout();
  }

  @Override
  public boolean expectContinue() {
    return original.expectContinue();
  }

  @Override
  public URI uri() {
    return original.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return original.version();
  }

  @Override
  public String toString() {
    return original.toString();
  }
}
