// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.jdbc;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/** Objects of any JDBC interface that write down how they are called. */
final class FakeDriver {
  /** A call. */
  record Call(Object receiver, Method method, List<Object> arguments) {}

  /** What the objects do; set by the test. */
  interface Answer {
    Object answer(Method method) throws Throwable;
  }

  final List<Call> calls = new ArrayList<>();
  Answer answer = method -> sample(method.getReturnType());

  /** An object of a JDBC interface. */
  <T> T fake(Class<T> type) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
              case "equals" -> self == arguments[0];
              case "hashCode" -> System.identityHashCode(self);
              default -> "fake " + type.getSimpleName();
            };
          }
          List<Object> list = new ArrayList<>();
          for (Object argument : arguments == null ? new Object[0] : arguments) {
            list.add(argument);
          }
          calls.add(new Call(self, method, list));
          return answer.answer(method);
        };
    return type.cast(
        Proxy.newProxyInstance(FakeDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Calls of one object. */
  List<Call> callsOf(Object receiver) {
    return calls.stream().filter(call -> call.receiver() == receiver).toList();
  }

  /** A value of a type: a new one where objects can be told apart. */
  Object sample(Class<?> type) {
    if (type.isInterface()) {
      return fake(type);
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 2);
    }
    if (type == void.class) {
      return null;
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == byte.class) {
      return (byte) 7;
    }
    if (type == short.class) {
      return (short) 7;
    }
    if (type == int.class) {
      return 7;
    }
    if (type == long.class) {
      return 7L;
    }
    if (type == float.class) {
      return 7f;
    }
    if (type == double.class) {
      return 7d;
    }
    return object(type);
  }

  private static Object object(Class<?> type) {
    try {
      return switch (type.getSimpleName()) {
        case "String" -> new String("SELECT 1");
        case "Object" -> new Object();
        case "Class" -> Integer.class;
        case "BigDecimal" -> new BigDecimal("7");
        case "Date" -> new java.sql.Date(7);
        case "Time" -> new java.sql.Time(7);
        case "Timestamp" -> new java.sql.Timestamp(7);
        case "URL" -> URI.create("http://localhost").toURL();
        case "InputStream" -> new ByteArrayInputStream(new byte[1]);
        case "Reader" -> new StringReader("");
        case "Calendar" -> Calendar.getInstance();
        case "Properties" -> new Properties();
        case "PrintWriter" -> new java.io.PrintWriter(java.io.Writer.nullWriter());
        case "Logger" -> Logger.getAnonymousLogger();
        case "SQLWarning" -> new java.sql.SQLWarning();
        case "RowIdLifetime" -> java.sql.RowIdLifetime.ROWID_VALID_OTHER;
        default -> throw new IllegalStateException("no sample of " + type);
      };
    } catch (java.net.MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
