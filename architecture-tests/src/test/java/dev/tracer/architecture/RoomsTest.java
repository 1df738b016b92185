// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom. A room is a package, except that {@code dev.tracer} is two: the nouns below,
 * which know no stage of a span's way, and the engine above, which joins the stages together.
 */
class RoomsTest {
  /**
   * A room and the rooms it may know, all of them from rows above: there can be no circle. A new
   * package needs a row; one that wants to know more than its row says, a reason.
   */
  private record Room(String name, String packages, Set<String> knows) {
    Room(String name, String packages, String... knows) {
      this(name, packages, Set.of(knows));
    }
  }

  private static final List<Room> ROOMS =
      List.of(
          new Room("internal", "dev.tracer.internal"),
          new Room("nouns", "dev.tracer", "internal"),
          new Room("propagation", "dev.tracer.propagation", "nouns", "internal"),
          new Room("export", "dev.tracer.export", "nouns", "internal"),
          new Room("sampling", "dev.tracer.sampling", "export", "nouns", "internal"),
          new Room("send", "dev.tracer.export.send", "export", "nouns", "internal"),
          new Room("otlp", "dev.tracer.export.otlp", "send", "export", "nouns", "internal"),
          new Room("text", "dev.tracer.export.text", "export", "nouns", "internal"),
          new Room("redact", "dev.tracer.redact", "export", "nouns", "internal"),
          new Room(
              "engine",
              "dev.tracer",
              "redact",
              "propagation",
              "sampling",
              "export",
              "nouns",
              "internal"),
          new Room(
              "config",
              "dev.tracer.config",
              "engine",
              "redact",
              "otlp",
              "send",
              "text",
              "propagation",
              "sampling",
              "export",
              "nouns",
              "internal"),
          guest("testing", "dev.tracer.testing"),
          guest("samplers", "dev.tracer.samplers", "send"),
          guest("http", "dev.tracer.http", "config"), // which methods the environment knows
          guest("kafka", "dev.tracer.kafka", "send"), // writes requests into a topic
          guest("jdbc", "dev.tracer.jdbc"),
          guest("slf4j", "dev.tracer.slf4j"),
          // shows as text, and copies to files, what came
          guest("viewer", "dev.tracer.viewer", "send", "otlp", "text"),
          guest("backends", "dev.tracer.backends..", "send"),
          guest("zipkin", "dev.tracer.zipkin", "backends", "send"),
          guest("xray", "dev.tracer.xray", "backends", "send"),
          guest("datadog", "dev.tracer.datadog", "backends", "send"),
          guest("jaeger", "dev.tracer.jaeger", "backends", "send"),
          guest("opentelemetry", "dev.tracer.opentelemetry"),
          guest("micrometer", "dev.tracer.micrometer"),
          // joins all of them for an application
          guest(
              "spring",
              "dev.tracer.spring",
              "config",
              "otlp",
              "text",
              "samplers",
              "jdbc",
              "kafka",
              "slf4j",
              "zipkin",
              "micrometer"));

  /** A package of another jar: it knows tracer-core but for its exporters, and no other jar. */
  private static Room guest(String name, String packages, String... more) {
    Set<String> knows =
        new TreeSet<>(Set.of("redact", "propagation", "sampling", "export", "nouns", "internal"));
    knows.add("engine");
    knows.addAll(List.of(more));
    return new Room(name, packages, knows);
  }

  /** A dependency against the table; the list may only become shorter. */
  private record Debt(String from, String to) {}

  private static final List<Debt> DEBTS =
      List.of(
          // reads what the environment says, as users look for it there
          new Debt("dev.tracer.TracerBuilder", "dev.tracer.config"),
          // counts what it refuses with the tracer that it is asked for
          new Debt("dev.tracer.propagation.ProcessEnvironment", "dev.tracer"),
          // tells the environment's names of all the packages beside it
          new Debt("dev.tracer.backends.internal.BackendsExtension", "dev.tracer.config"),
          new Debt("dev.tracer.backends.internal.BackendsExtension", "dev.tracer.datadog"),
          new Debt("dev.tracer.backends.internal.BackendsExtension", "dev.tracer.jaeger"),
          new Debt("dev.tracer.backends.internal.BackendsExtension", "dev.tracer.xray"),
          new Debt("dev.tracer.backends.internal.BackendsExtension", "dev.tracer.zipkin"),
          // tells the environment's names of the samplers beside it
          new Debt("dev.tracer.samplers.SamplingExtension", "dev.tracer.config"),
          // spans as a tree, for the waterfall and for tracer-testing
          new Debt("dev.tracer.internal.SpanRow", "dev.tracer.export"));

  private static final JavaClasses LIBRARIES = Compiled.libraries();

  @Test
  void rooms_knowOnlyWhatTheirRowSays() {
    LayeredArchitecture rooms =
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.tracer..")
            .withOptionalLayers(true)
            .ensureAllClassesAreContainedInArchitecture()
            .ignoreDependency(resideInAPackage("dev.tracer"), resideInAPackage("dev.tracer"));
    for (Room room : ROOMS) {
      rooms = rooms.layer(room.name).definedBy(membersOf(room));
      String[] knows = room.knows.toArray(String[]::new);
      rooms =
          knows.length == 0
              ? rooms.whereLayer(room.name).mayNotAccessAnyLayer()
              : rooms.whereLayer(room.name).mayOnlyAccessLayers(knows);
    }
    for (Debt debt : DEBTS) {
      rooms = rooms.ignoreDependency(typeNamed(debt.from), resideInAPackage(debt.to));
    }
    rooms.check(LIBRARIES);
  }

  @Test
  void table_namesOnlyRoomsAbove_soThatThereIsNoCircle() {
    List<String> above = new ArrayList<>();
    for (Room room : ROOMS) {
      assertThat(above).as(room.name).containsAll(room.knows).doesNotContain(room.name);
      above.add(room.name);
    }
  }

  @Test
  void debts_thatWerePaid_areStruckOff() {
    assertThat(DEBTS)
        .allSatisfy(
            debt ->
                assertThat(LIBRARIES.that(typeNamed(debt.from)))
                    .as("%s knows %s no more: remove the row", debt.from, debt.to)
                    .anyMatch(type -> knowsAny(type, Set.of(debt.to))));
  }

  private DescribedPredicate<JavaClass> membersOf(Room room) {
    DescribedPredicate<JavaClass> inPackage = resideInAPackage(room.packages);
    return switch (room.name) {
      case "nouns" -> inPackage.and(DescribedPredicate.not(engine()));
      case "engine" -> inPackage.and(engine());
      default -> inPackage;
    };
  }

  /** The types of {@code dev.tracer} that know a stage, debts left aside. */
  private DescribedPredicate<JavaClass> engine() {
    Set<String> stages =
        ROOMS.stream()
            .filter(room -> room.name.equals("engine"))
            .flatMap(room -> room.knows.stream())
            .filter(name -> !name.equals("nouns") && !name.equals("internal"))
            .map(name -> "dev.tracer." + name)
            .collect(Collectors.toSet());
    Set<String> engine = new TreeSet<>();
    for (JavaClass type : LIBRARIES.that(resideInAPackage("dev.tracer"))) {
      boolean isDebt =
          DEBTS.stream()
              .anyMatch(
                  debt -> debt.from.equals(Compiled.outermost(type)) && stages.contains(debt.to));
      if (!isDebt && knowsAny(type, stages)) {
        engine.add(Compiled.outermost(type));
      }
    }
    return DescribedPredicate.describe(
        "of the engine", type -> engine.contains(Compiled.outermost(type)));
  }

  private static boolean knowsAny(JavaClass type, Set<String> packages) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(use -> packages.contains(use.getTargetClass().getPackageName()));
  }

  private static DescribedPredicate<JavaClass> typeNamed(String name) {
    return DescribedPredicate.describe(name, type -> Compiled.outermost(type).equals(name));
  }
}
