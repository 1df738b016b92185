// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What no class does, whichever room it is in. Where a list names exceptions it is exact: whoever
 * adds one has a reason to give, whoever removes one strikes it off.
 */
class HabitsTest {
  private static final JavaClasses LIBRARIES = Compiled.libraries();

  @Test
  void tests_doNotSleep() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class)
        .because("a sleep is too short for a slow machine and wasted on a fast one")
        .check(Compiled.tests());
  }

  @Test
  void examples_keepOutOfInternal() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tracer.internal..")
        .because("an example shows what any application can do")
        .check(Compiled.examples());
  }

  @Test
  void wallClock_isReadInFewPlaces() {
    assertThat(
            callers(
                access ->
                    isCall(access, "java.time.Instant", "now")
                        || isCall(access, "java.lang.System", "currentTimeMillis")))
        .as("spans take their times from the tracer's Clock")
        .containsExactlyInAnyOrder(
            "dev.tracer.SystemClock",
            "dev.tracer.export.Ledger", // when an export succeeded last
            "dev.tracer.export.send.Timing", // dates in Retry-After
            "dev.tracer.internal.ThreadState"); // a seed where the system gives none
  }

  @Test
  void monotonicClock_isReadInFewPlaces() {
    assertThat(callers(access -> isCall(access, "java.lang.System", "nanoTime")))
        .as("what measures a span takes the tracer's Clock; what waits in real time stands here")
        .containsExactlyInAnyOrder(
            "dev.tracer.SystemClock",
            "dev.tracer.export.BatchWorker",
            "dev.tracer.export.ShutdownHook",
            "dev.tracer.export.Watchdog",
            "dev.tracer.export.send.Call",
            "dev.tracer.export.send.HttpReply", // how long it waits for a body
            "dev.tracer.export.send.IdleConnection",
            "dev.tracer.export.send.Timing",
            "dev.tracer.export.text.WaterfallExporter",
            "dev.tracer.http.InboundPolicy",
            "dev.tracer.internal.Deadline",
            "dev.tracer.internal.ThreadState",
            "dev.tracer.internal.ThrottledLog");
  }

  @Test
  void threads_areMadeInFewPlaces() {
    assertThat(callers(access -> isCall(access, "java.lang.Thread", "<init>")))
        .as("a thread of ours inherits nothing: DetachedThread")
        .containsExactlyInAnyOrder(
            "dev.tracer.internal.DetachedThread",
            "dev.tracer.internal.ThrottledLog"); // has the last word when the machine goes down
  }

  @Test
  void log_isTheSystemLoggerInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.tracer.jdbc", // java.sql.Driver tells a logger
            "dev.tracer.spring", // speaks in the application's log, as Boot does
            "dev.tracer.slf4j") // puts ids into the lines of others
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "org.apache.commons..")
        .check(LIBRARIES);
    assertThat(
            callers(access -> access.getTargetOwner().getName().equals("java.lang.System$Logger")))
        .as("a warning may come in floods: ThrottledLog")
        .containsExactlyInAnyOrder("dev.tracer.internal.ThrottledLog", "dev.tracer.kafka.Registry");
  }

  @Test
  void methods_areNotSynchronized() {
    noMethods()
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .because("others can lock the same object; a ReentrantLock is ours alone")
        .check(LIBRARIES);
  }

  @Test
  void publicTypes_bearNoAnnotationThatOthersCompilersMiss() {
    noMembers()
        .that()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .beAnnotatedWith("com.google.errorprone.annotations.concurrent.GuardedBy")
        .because("-Xlint:all tells of annotations whose class is not there; a comment does")
        .check(LIBRARIES);
  }

  @Test
  void staticFields_areFinal() {
    Set<String> variables = new TreeSet<>();
    for (JavaClass type : LIBRARIES) {
      for (JavaField field : type.getFields()) {
        Set<JavaModifier> modifiers = field.getModifiers();
        if (modifiers.contains(JavaModifier.STATIC) && !modifiers.contains(JavaModifier.FINAL)) {
          variables.add(field.getFullName());
        }
      }
    }
    assertThat(variables)
        .as("two applications in one process share nothing")
        .containsExactlyInAnyOrder(
            "dev.tracer.TraceState.last", // a cache of one
            "dev.tracer.internal.ThreadState.seed");
  }

  @Test
  void libraries_neitherEndTheProcessNorPrintStackTraces() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.tracer.viewer.Main") // a program, not a library
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(LIBRARIES);
  }

  private Set<String> callers(Predicate<JavaAccess<?>> wanted) {
    Set<String> callers = new TreeSet<>();
    for (JavaClass type : LIBRARIES) {
      if (type.getAccessesFromSelf().stream().anyMatch(wanted)) {
        callers.add(Compiled.outermost(type));
      }
    }
    return callers;
  }

  private static boolean isCall(JavaAccess<?> access, String type, String method) {
    return access.getTargetOwner().getName().equals(type) && access.getName().equals(method);
  }
}
