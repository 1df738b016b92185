// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import dev.tracer.Scope;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Traces OkHttp: the example of a client that this module does not know. */
record OkHttpTracing(ClientTracing<Request, Response> tracing) implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    var call = tracing.start(chain.request());
    Request.Builder request = chain.request().newBuilder();
    call.inject(request, Request.Builder::header, Request.Builder::removeHeader);
    Response response = null;
    try (Scope scope = call.makeCurrent()) {
      response = chain.proceed(request.build());
      return response;
    } catch (Throwable e) {
      call.fail(e);
      throw e;
    } finally {
      call.end(response);
    }
  }

  /** How to read its requests and responses. */
  enum Adapter implements ClientAdapter<Request, Response> {
    INSTANCE;

    @Override
    public String method(Request request) {
      return request.method();
    }

    @Override
    public URI uri(Request request) {
      return request.url().uri();
    }

    @Override
    public @Nullable String get(Request request, String key) {
      return request.header(key);
    }

    @Override
    public List<String> getAll(Request request, String key) {
      return request.headers(key);
    }

    @Override
    public int status(Response response) {
      return response.code();
    }

    @Override
    public String protocol(Response response) {
      return response.protocol().toString();
    }

    @Override
    public List<String> responseHeader(Response response, String name) {
      return response.headers(name);
    }
  }
}
