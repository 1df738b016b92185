// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

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
    return request.getMethod();
  }

  @Override
  public String scheme(HttpServletRequest request) {
    return request.getScheme();
  }

  @Override
  public @Nullable String path(HttpServletRequest request) {
    return request.getRequestURI();
  }

  @Override
  public @Nullable String query(HttpServletRequest request) {
    return request.getQueryString();
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

  /** The pattern that the servlet was registered for; the default servlet's tells nothing. */
  @Override
  public @Nullable String route(HttpServletRequest request) {
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
