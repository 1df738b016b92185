// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.benchmarks.run;

import dev.tracer.benchmarks.startup.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the rows, prints the table and writes the record. Started by {@code benchmarks/run}. */
public final class Main {
  private static final int STARTUPS = 15;
  private static final int QUICK_STARTUPS = 10;

  /** How long to wait until the build before is forgotten. */
  private static final Duration QUIET_PATIENCE = Duration.ofMinutes(5);

  private boolean quick;
  private boolean check;
  private boolean list;
  private boolean save;
  private int forks;
  private final List<Row> rows = new ArrayList<>();

  private final Set<String> failures = new LinkedHashSet<>();

  private Main() {}

  /** Takes the arguments that {@code benchmarks/run --help} tells. */
  public static void main(String[] args) throws Exception {
    Main main = new Main();
    try {
      main.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; see benchmarks/run --help");
      System.exit(2);
    }
    if (main.list) {
      Row.ALL.forEach(row -> System.out.printf("%-16s %s%n", row.name(), row.title()));
    } else if (main.check) {
      for (Row row : main.rows) {
        check(row);
      }
      System.out.println("Every contestant of " + main.rows.size() + " rows works.");
    } else {
      main.measure(Path.of(System.getProperty("bench.home", ".")));
    }
  }

  private void parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--check" -> check = true;
        case "--list" -> list = true;
        case "--save" -> save = true;
        case "--row" -> rows.add(row(next(args, ++i)));
        case "--forks" -> forks = Integer.parseInt(next(args, ++i));
        default -> throw new IllegalArgumentException("unknown argument " + args[i]);
      }
    }
    if (rows.isEmpty()) {
      rows.addAll(Row.ALL);
      if (quick && !check) {
        rows.removeIf(row -> !row.isOfCore()); // to end within the time promised
      }
      save |= !quick && !check;
    } else if (!rows.contains(Row.FLOOR) && !check) {
      rows.add(0, Row.FLOOR);
    }
    forks = forks > 0 ? forks : quick ? 1 : 3;
  }

  private static String next(String[] args, int i) {
    if (i == args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }

  private static Row row(String name) {
    for (Row row : Row.ALL) {
      if (row.name().equals(name)) {
        return row;
      }
    }
    List<String> names = Row.ALL.stream().map(Row::name).toList();
    throw new IllegalArgumentException("no row " + name + " among " + names);
  }

  /** Calls each contestant of a row once. */
  static void check(Row row) throws RunnerException, IOException, InterruptedException {
    if (row.benchmark() != null) {
      for (String contestant : row.contestants()) {
        Jmh.check(row, contestant);
      }
    } else if (row.equals(Row.STARTUP)) {
      new Startup().round((contestant, fromMain, fromProcess) -> {});
    }
  }

  private void measure(Path home) throws RunnerException, IOException, InterruptedException {
    Map<String, Object> machine =
        save ? Machine.describeOnceQuiet(QUIET_PATIENCE) : Machine.describe();
    Files.createDirectories(home.resolve("target"));
    Path log = home.resolve("target/jmh.log");
    Jmh jmh =
        quick
            ? new Jmh(log, 8, 10, TimeValue.milliseconds(200), 60)
            : new Jmh(log, 5, 10, TimeValue.seconds(1), 150);
    Map<Row, RowResult> results = new LinkedHashMap<>();
    rows.forEach(row -> results.put(row, new RowResult(row)));
    for (int fork = 1; fork <= forks; fork++) {
      for (Row row : rows) {
        if (row.benchmark() != null) {
          for (String contestant : row.contestants()) {
            progress(fork, row, contestant);
            try {
              jmh.run(row, contestant, results.get(row).samples(contestant));
            } catch (RunnerException e) {
              failures.add(row.name() + " " + contestant + ": " + cause(e));
            }
          }
        }
      }
    }
    if (rows.contains(Row.STARTUP) || rows.contains(Row.STARTUP_PROCESS)) {
      results.putIfAbsent(Row.STARTUP, new RowResult(Row.STARTUP));
      results.putIfAbsent(Row.STARTUP_PROCESS, new RowResult(Row.STARTUP_PROCESS));
      startup(results.get(Row.STARTUP), results.get(Row.STARTUP_PROCESS));
    }
    report(new Report(List.copyOf(results.values())), machine, home);
  }

  private void startup(RowResult main, RowResult process) throws IOException, InterruptedException {
    Startup startup = new Startup();
    startup.round((contestant, fromMain, fromProcess) -> {}); // files into the cache
    int rounds = quick ? QUICK_STARTUPS : STARTUPS * Math.max(1, forks / 3);
    for (int i = 1; i <= rounds; i++) {
      progress(i, Row.STARTUP, "all");
      startup.round(
          (contestant, fromMain, fromProcess) -> {
            main.samples(contestant).nanos.add((double) fromMain);
            process.samples(contestant).nanos.add((double) fromProcess);
          });
    }
  }

  private void report(Report report, Map<String, Object> machine, Path home) throws IOException {
    System.err.print("\r\033[K");
    System.out.println(machine);
    System.out.println(quick ? "Quick: for orientation only." : forks + " forks a contestant.");
    boolean busy = Machine.isBusy(machine);
    if (busy) {
      System.out.println("The machine was busy with other work: trust no number, ratios a little.");
    }
    System.out.println();
    System.out.println(report.table());
    System.out.println(
        """
        Medians of all iterations; bytes are allocated by all threads for one operation.
        Undecided: the intervals (99 % if iterations were independent) allow both hit and miss.
        ratio: OpenTelemetry's time ÷ ours; CPU: the same of processor time; ÷ floor: ours ÷ floor.""");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("date", today.toString());
    head.put("quick", quick);
    head.put("busy", busy);
    head.put("forks", forks);
    head.put("jvmArgs", String.join(" ", Jmh.JVM_ARGS));
    head.put("machine", machine);
    head.put("versions", versions());
    boolean whole = !quick && rows.size() == Row.ALL.size() && failures.isEmpty();
    String name =
        today + "-" + Machine.slug() + (quick ? "-quick" : whole ? "" : "-partial") + ".json";
    Path folder = save && !busy ? home.resolve("../docs/bench") : home.resolve("target/bench");
    Path file = folder.resolve(name).normalize();
    Files.createDirectories(file.getParent());
    Files.writeString(file, Json.write(report.json(head)));
    System.out.println("\nWritten to " + file);
    if (save && busy) {
      System.out.println("A record of a busy machine is not for docs/bench.");
    } else if (save && whole) {
      Path chart = folder.resolve("chart.svg").normalize();
      Files.writeString(chart, report.chart(name));
      System.out.println("Drawn to " + chart);
    }
    failures.forEach(failure -> System.out.println("FAILED " + failure));
    if (!failures.isEmpty()) {
      System.out.println("For the last one see target/jmh.log.");
      System.exit(1);
    }
  }

  /** What a benchmark threw, which JMH keeps deep inside. */
  private static Throwable cause(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null || last.getSuppressed().length > 0) {
      last = last.getCause() != null ? last.getCause() : last.getSuppressed()[0];
    }
    return last;
  }

  private static Map<String, Object> versions() {
    Map<String, Object> versions = new LinkedHashMap<>();
    for (Path path : Startup.classPath()) {
      String jar = path.getFileName().toString();
      for (String library :
          List.of("tracer-core", "opentelemetry-sdk-trace", "brave", "jmh-core")) {
        if (jar.matches(library + "-[0-9].*\\.jar")) {
          versions.put(library, jar.substring(library.length() + 1, jar.length() - 4));
        }
      }
    }
    return versions;
  }

  private static void progress(int round, Row row, String contestant) {
    System.err.printf("\r\033[K%d: %s %s", round, row.name(), contestant);
  }
}
