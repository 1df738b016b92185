// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and responses of Jakarta servlets. */
enum ServletAdapter implements ServerAdapter<HttpServletRequest, HttpServletResponse> {
  INSTANCE;

  // since Servlet 6.1
  private static final String ERROR_METHOD = "jakarta.servlet.error.method";
  private static final String ERROR_QUERY = "jakarta.servlet.error.query_string";

  @Override
  public @Nullable String get(HttpServletRequest request, String key) {
    return request.getHeader(key);
  }

  @Override
  public List<String> getAll(HttpServletRequest request, String key) {
    return list(request.getHeaders(key));
  }

  @Override
  public Iterable<String> keys(HttpServletRequest request) {
    return list(request.getHeaderNames());
  }

  private static List<String> list(@Nullable Enumeration<String> values) {
    return values == null || !values.hasMoreElements() ? List.of() : Collections.list(values);
  }

  @Override
  public String method(HttpServletRequest request) {
    Object original = isError(request) ? request.getAttribute(ERROR_METHOD) : null;
    return original instanceof String method ? method : request.getMethod();
  }

  @Override
  public String scheme(HttpServletRequest request) {
    return request.getScheme();
  }

  @Override
  public @Nullable String path(HttpServletRequest request) {
    String original = originalPath(request);
    return original == null ? request.getRequestURI() : original;
  }

  /** That of the request that was forwarded or led to an error page; null if it is this one. */
  private static @Nullable String originalPath(HttpServletRequest request) {
    Object path = null;
    if (isError(request)) {
      path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    } else if (request.getDispatcherType() == DispatcherType.FORWARD) {
      path = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
    }
    return path instanceof String known ? known : null;
  }

  private static boolean isError(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.ERROR;
  }

  @Override
  public @Nullable String query(HttpServletRequest request) {
    String path = originalPath(request);
    if (path == null) {
      return request.getQueryString();
    }
    if (isError(request) && request.getAttribute(ERROR_QUERY) instanceof String query) {
      return query;
    }
    if (path.equals(request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI))) {
      return request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING) instanceof String query
          ? query
          : null;
    }
    return ServletEnd.innermost(request) instanceof HttpServletRequest inner
        ? inner.getQueryString()
        : null;
  }

  @Override
  public @Nullable String protocol(HttpServletRequest request) {
    return request.getProtocol();
  }

  /** HTTP/2 has a field of its own for it. */
  @Override
  public @Nullable String authority(HttpServletRequest request) {
    String host = request.getHeader("host");
    if (host != null || request.getServerName() == null) {
      return host;
    }
    String name = request.getServerName();
    boolean bare = name.indexOf(':') >= 0 && !name.startsWith("[");
    return (bare ? "[" + name + "]" : name) + ":" + request.getServerPort();
  }

  @Override
  public @Nullable String peerAddress(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  @Override
  public int peerPort(HttpServletRequest request) {
    return request.getRemotePort();
  }

  /**
   * The pattern that the servlet was registered for; the default servlet's tells nothing, nor does
   * that of an error page.
   */
  @Override
  public @Nullable String route(HttpServletRequest request) {
    if (isError(request)) {
      return null;
    }
    HttpServletMapping mapping = request.getHttpServletMapping();
    if (mapping == null || mapping.getMappingMatch() == null) {
      return null;
    }
    String context = request.getContextPath();
    return switch (mapping.getMappingMatch()) {
      case CONTEXT_ROOT -> context + "/";
      case EXACT, PATH -> mapping.getPattern().equals("/*") ? null : context + mapping.getPattern();
      case EXTENSION -> context + "/" + mapping.getPattern();
      case DEFAULT -> null;
    };
  }

  @Override
  public int status(HttpServletResponse response) {
    return response.getStatus();
  }

  @Override
  public List<String> responseHeader(HttpServletResponse response, String name) {
    return new ArrayList<>(response.getHeaders(name));
  }

  @Override
  public void setResponseHeader(
      HttpServletResponse response, String name, @Nullable String old, String value) {
    if (old != null && response.getHeaders(name).size() == 1) {
      response.setHeader(name, value);
    } else { // there is no way to replace one of several
      response.addHeader(name, value);
    }
  }
}
