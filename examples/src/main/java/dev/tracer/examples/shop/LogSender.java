// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.examples.shop;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Sends the log lines of a service that were written inside a span to the viewer, as OTLP/JSON, so
 * that they are shown there: the least that an exporter of logs would be. The ids come from the
 * MDC, where the service's scope listener puts them.
 */
final class LogSender extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final int MAX_LINES = 1000;

  private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>(MAX_LINES);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI target;
  private final String service;
  private final Logger logger;
  private final Thread thread = new Thread(this::run, "log-sender");

  /** Sends what the logger of a service logs to a collector. */
  LogSender(String service, String collector) {
    this.service = service;
    this.target = URI.create(collector).resolve("/v1/logs");
    this.logger = (Logger) LoggerFactory.getLogger(service);
    start(); // before the thread, which ends when it is not started
    thread.setDaemon(true);
    thread.start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent line) {
    if (line.getMDCPropertyMap().containsKey("trace_id")) {
      var unused = lines.offer(line); // with more than a thousand waiting, better lose it than wait
    }
  }

  private void run() {
    try {
      while (isStarted() || !lines.isEmpty()) {
        List<ILoggingEvent> batch = new ArrayList<>();
        ILoggingEvent first = lines.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          lines.drainTo(batch);
          send(batch);
        }
      }
    } catch (InterruptedException e) {
      // gives up
    }
  }

  private void send(List<ILoggingEvent> batch) throws InterruptedException {
    String records = batch.stream().map(LogSender::record).collect(Collectors.joining(","));
    String request =
        """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":%s}}]},\
        "scopeLogs":[{"scope":{"name":%s},"logRecords":[%s]}]}]}"""
            .formatted(quoted(service), quoted(service), records);
    try {
      client.send(
          HttpRequest.newBuilder(target)
              .timeout(Duration.ofSeconds(5))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(request))
              .build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      // the lines are on the terminal, too
    }
  }

  private static String record(ILoggingEvent line) {
    Map<String, String> ids = line.getMDCPropertyMap();
    return """
        {"timeUnixNano":"%s","severityText":"%s","traceId":"%s","spanId":"%s","body":{"stringValue":%s}}"""
        .formatted(
            TimeUnit.MILLISECONDS.toNanos(line.getTimeStamp()),
            line.getLevel(),
            ids.get("trace_id"),
            ids.getOrDefault("span_id", ""),
            quoted(line.getFormattedMessage()));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** Sends what is left. */
  @Override
  public void close() throws InterruptedException {
    logger.detachAppender(this);
    stop();
    thread.join(5000);
  }
}
