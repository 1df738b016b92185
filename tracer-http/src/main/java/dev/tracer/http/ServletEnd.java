// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ends the call of a servlet request when the container has finished the response, as only then it
 * is known what went out: an error page may have another status than the exception that led to it,
 * and an application can answer a timeout. Who knows of the end:
 *
 * <ul>
 *   <li>Jetty tells {@link JettyEnd}, if that finds it.
 *   <li>For asynchronous work an {@code AsyncListener} is told.
 *   <li>Otherwise the {@link #LISTENER} is, after error pages; not so by Jetty.
 *   <li>If there is none of them, the call ends with the filter, and the status of a response that
 *       an exception prevented is taken to be 500, what containers answer.
 * </ul>
 *
 * Thread-safe.
 */
final class ServletEnd implements AsyncListener {
  /** Stateless. */
  static final ServletRequestListener LISTENER = new Listener();

  /**
   * Where a request keeps this. Another copy of this library, in the class loader of another
   * application, must neither find nor replace it, so each has a name of its own.
   */
  private static final String ATTRIBUTE =
      ServletEnd.class.getName() + '.' + Long.toHexString(ThreadLocalRandom.current().nextLong());

  /** The mark of {@link #LISTENER}, which ends the calls of this copy only. */
  private static final String LISTENED = ATTRIBUTE + ".listened";

  private static final String TOMCAT = "org.apache.catalina.";
  private static final int INTERNAL_ERROR = 500;

  private final ServerCall<HttpServletRequest, HttpServletResponse> call;
  private final HttpServletResponse response;

  /** Whether Jetty ends the call. Written by the first dispatch before anybody else reads it. */
  private boolean followed;

  /** Whether asynchronous work was begun, with this as a listener. Written by dispatches. */
  private volatile boolean async;

  /**
   * Whether an exception is on its way to the container. Written by dispatches and the container.
   */
  private volatile boolean threw;

  /** Whether the dispatch that began asynchronous work has thrown; as {@link #threw}. */
  private volatile boolean startedInVain;

  ServletEnd(
      ServerCall<HttpServletRequest, HttpServletResponse> call, HttpServletResponse response) {
    this.call = call;
    this.response = response;
  }

  /** That of a request, or null if it has none, or does not tell: another filter's, or recycled. */
  static @Nullable ServletEnd of(ServletRequest request) {
    try {
      return request.getAttribute(ATTRIBUTE) instanceof ServletEnd end ? end : null;
    } catch (Throwable e) {
      return null;
    }
  }

  ServerCall<HttpServletRequest, HttpServletResponse> call() {
    return call;
  }

  /** Has the request keep this. If it does not, the call ends with the filter. */
  void attach(HttpServletRequest request) {
    try {
      request.setAttribute(ATTRIBUTE, this);
      ServletRequest containers = innermost(request);
      if (of(containers) != this) { // a wrapper keeps attributes to itself
        containers.setAttribute(ATTRIBUTE, this);
      }
      followed = call.isTraced() && JettyEnd.follow(containers, this::finished);
    } catch (Throwable e) { // another filter's request, or a listener for attributes
      call.fault(e);
    }
  }

  /** The container's own request, which the listener and further dispatches see. */
  static ServletRequest innermost(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }

  /** Whether the listener will find this. */
  private boolean isListened(ServletRequest request) {
    ServletRequest containers = innermost(request);
    return containers.getAttribute(LISTENED) != null && of(containers) == this;
  }

  /** An exception of the application is on its way to the container. */
  void threw(Throwable error) {
    threw = true;
    call.fail(error);
    try {
      if (response.isCommitted()) {
        call.breakOff(error);
      }
    } catch (Throwable e) { // another filter's response
      call.fault(e);
    }
  }

  /** An exception of a further dispatch is on its way to whoever dispatched. */
  void threw(HttpServletRequest request, Throwable error) {
    try {
      DispatcherType type = request.getDispatcherType();
      if (type == DispatcherType.ASYNC || type == DispatcherType.ERROR) {
        threw(error); // of a forward or include, the application may think nothing
      }
    } catch (Throwable e) { // another filter's request
      call.fault(e);
    }
  }

  /** The first dispatch is over. */
  void returned(HttpServletRequest request) {
    if (call.isTraced()) {
      try {
        endOrWait(request);
      } catch (Throwable e) { // another filter's request or response
        call.fault(e);
        call.end(response);
      }
    }
  }

  private void endOrWait(HttpServletRequest request) {
    if (goesOn(request)) {
      return;
    }
    if (!threw && !response.isCommitted()) {
      call.answering(response);
    }
    if (!followed && !isListened(request)) {
      call.end(threw && !response.isCommitted() ? INTERNAL_ERROR : response.getStatus(), response);
    }
  }

  /** Whether asynchronous work goes on. */
  private boolean goesOn(HttpServletRequest request) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      request.getAsyncContext().addListener(this);
      async = true;
      startedInVain = threw;
      return true;
    } catch (IllegalStateException e) {
      return false; // it has completed meanwhile
    }
  }

  private void finished() {
    call.end(response);
  }

  private void finished(@Nullable Throwable failure) {
    if (failure != null) {
      call.breakOff(failure);
    }
    finished();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    if (!followed) {
      finished();
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    if (event.getThrowable() != null) {
      threw(event.getThrowable());
    }
    if (startedInVain && event.getAsyncContext().getClass().getName().startsWith(TOMCAT)) {
      call.end(-1, response); // it closes the connection without an answer, and tells no more
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    call.timeOut();
  }

  /** The work was dispatched and started anew, which forgets the listeners. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }

  /** Marks requests that it knows, and ends their calls. */
  private static final class Listener implements ServletRequestListener {
    @Override
    public void requestInitialized(ServletRequestEvent event) {
      try {
        event.getServletRequest().setAttribute(LISTENED, true);
      } catch (Throwable e) {
        // a listener of the application's for attributes; unmarked, the call ends with the filter
      }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
      ServletEnd end = of(event.getServletRequest());
      if (end != null && !end.followed && !end.async) {
        end.finished();
      }
    }
  }
}
