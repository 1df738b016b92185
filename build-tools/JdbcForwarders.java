// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.ToolProvider;

/**
 * Writes the classes that forward each method of a JDBC interface: a thousand methods that nobody
 * should write or read.
 *
 * <pre>java build-tools/JdbcForwarders.java RELEASE FOLDER</pre>
 *
 * <p>The methods are those of Java RELEASE, whatever the JDK at hand. What returns a statement, a
 * result or another part of a connection passes it through a method {@code traced}, which the
 * subclass implements. Methods that a subclass has to write itself are left out, so that the
 * compiler asks for them.
 */
public final class JdbcForwarders {
  /**
   * A class to write.
   *
   * @param forwarder its name
   * @param superclass its superclass; it has forwarded the methods of {@code known}
   * @param known the interface whose methods are forwarded already, or an empty name
   * @param byHand names of methods that the subclass writes
   */
  private record Job(
      String type, String forwarder, String superclass, String known, Set<String> byHand) {}

  private static final Set<String> EXECUTIONS =
      Set.of(
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeLargeUpdate",
          "executeBatch",
          "executeLargeBatch",
          "addBatch",
          "clearBatch",
          "close",
          "getGeneratedKeys",
          "getResultSet");

  private static final List<Job> JOBS =
      List.of(
          new Job(
              "java.sql.Connection",
              "ForwardingConnection",
              "Wrapped",
              "",
              Set.of("prepareStatement", "prepareCall", "commit", "rollback", "close")),
          new Job("java.sql.Statement", "ForwardingStatement", "Wrapped", "", EXECUTIONS),
          new Job(
              "java.sql.PreparedStatement",
              "ForwardingPreparedStatement",
              "TracedStatement",
              "java.sql.Statement",
              EXECUTIONS),
          new Job(
              "java.sql.CallableStatement",
              "ForwardingCallableStatement",
              "TracedPreparedStatement",
              "java.sql.PreparedStatement",
              Set.of()),
          new Job(
              "java.sql.ResultSet",
              "ForwardingResultSet",
              "Wrapped",
              "",
              Set.of("next", "close", "getStatement")),
          new Job("java.sql.DatabaseMetaData", "ForwardingMetaData", "Wrapped", "", Set.of()),
          new Job(
              "javax.sql.DataSource",
              "ForwardingDataSource",
              "Wrapped",
              "",
              Set.of("getConnection")),
          new Job("javax.sql.XADataSource", "ForwardingXADataSource", "Wrapped", "", Set.of()),
          new Job(
              "javax.sql.ConnectionPoolDataSource",
              "ForwardingPoolDataSource",
              "Wrapped",
              "",
              Set.of()),
          new Job(
              "javax.sql.PooledConnection",
              "ForwardingPooledConnection",
              "Wrapped",
              "",
              Set.of(
                  "getConnection",
                  "addConnectionEventListener",
                  "removeConnectionEventListener",
                  "addStatementEventListener",
                  "removeStatementEventListener")),
          new Job(
              "javax.sql.XAConnection",
              "ForwardingXAConnection",
              "TracedPooledConnection",
              "javax.sql.PooledConnection",
              Set.of()));

  /** Types that have a traced counterpart. */
  private static final Set<String> TRACED =
      Set.of(
          "java.sql.Connection",
          "java.sql.Statement",
          "java.sql.ResultSet",
          "java.sql.DatabaseMetaData",
          "java.sql.ConnectionBuilder",
          "javax.sql.PooledConnection",
          "javax.sql.PooledConnectionBuilder",
          "javax.sql.XAConnection",
          "javax.sql.XAConnectionBuilder");

  private JdbcForwarders() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1], "dev", "tracer", "jdbc");
    Files.createDirectories(folder);
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("--release", args[0]), List.of("Object"), null);
    Elements elements = task.getElements();
    for (Job job : JOBS) {
      Path file = folder.resolve(job.forwarder + ".java");
      String source = source(job, elements);
      if (!Files.exists(file) || !Files.readString(file).equals(source)) {
        Files.writeString(file, source); // else the compiler would take it for changed
      }
    }
  }

  private static String source(Job job, Elements elements) {
    Map<String, ExecutableElement> methods = methods(elements, job.type);
    if (!job.known.isEmpty()) {
      methods.keySet().removeAll(methods(elements, job.known).keySet());
    }
    methods.values().removeIf(method -> job.byHand.contains(method.getSimpleName().toString()));
    StringBuilder source = new StringBuilder();
    source.append("// Written by build-tools/JdbcForwarders.java.\n");
    source.append("package dev.tracer.jdbc;\n\n");
    source.append("@SuppressWarnings({\"all\", \"deprecation\", \"NullAway\"})\n");
    source.append("abstract class ").append(job.forwarder).append("<D extends ").append(job.type);
    source.append("> extends ").append(job.superclass).append("<D> implements ").append(job.type);
    source.append(" {\n");
    constructor(source, job);
    methods.values().stream()
        .map(method -> method.getReturnType().toString())
        .filter(TRACED::contains)
        .distinct()
        .sorted()
        .forEach(
            type ->
                source
                    .append("\n  abstract ")
                    .append(nullable(type))
                    .append(" traced(")
                    .append(nullable(type))
                    .append(" raw);\n"));
    methods.values().forEach(method -> forward(source, method));
    return source.append("}\n").toString();
  }

  private static String nullable(String type) {
    int name = type.lastIndexOf('.') + 1;
    return type.substring(0, name) + "@org.jspecify.annotations.Nullable " + type.substring(name);
  }

  private static void constructor(StringBuilder source, Job job) {
    boolean first = job.superclass.equals("Wrapped");
    source.append("  ").append(job.forwarder).append("(D delegate");
    if (job.superclass.equals("TracedPooledConnection")) {
      source.append(", Connector connector) {\n    super(delegate, connector);\n  }\n");
    } else if (first) {
      source.append(") {\n    super(delegate);\n  }\n");
    } else {
      source.append(", TracedConnection connection");
      boolean callable = job.superclass.equals("TracedPreparedStatement");
      source.append(callable ? ", String sql" : "");
      source.append(") {\n    super(delegate, connection").append(callable ? ", sql" : "");
      source.append(");\n  }\n");
    }
  }

  /**
   * The methods that can be called on a type, by signature, without those that all wrappers have.
   */
  private static Map<String, ExecutableElement> methods(Elements elements, String name) {
    TypeElement type = elements.getTypeElement(name);
    Map<String, ExecutableElement> methods = new TreeMap<>();
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      String owner = method.getEnclosingElement().toString();
      boolean skipped =
          owner.equals("java.lang.Object")
              || owner.equals("java.sql.Wrapper")
              || method.getModifiers().contains(Modifier.STATIC);
      if (!skipped) {
        methods.putIfAbsent(method.toString(), method);
      }
    }
    return methods;
  }

  private static void forward(StringBuilder source, ExecutableElement method) {
    List<String> parameters = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (var parameter : method.getParameters()) {
      String argument = "a" + arguments.size();
      parameters.add(parameter.asType() + " " + argument);
      arguments.add(argument);
    }
    TypeMirror result = method.getReturnType();
    String generic =
        method.getTypeParameters().isEmpty()
            ? ""
            : method.getTypeParameters().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", "<", "> "));
    String thrown =
        method.getThrownTypes().stream().map(Object::toString).collect(Collectors.joining(", "));
    String call = "delegate." + method.getSimpleName() + "(" + String.join(", ", arguments) + ")";
    source.append("\n  @Override\n  public ").append(generic).append(result).append(' ');
    source.append(method.getSimpleName()).append('(').append(String.join(", ", parameters));
    source.append(')').append(thrown.isEmpty() ? "" : " throws " + thrown).append(" {\n    ");
    if (TRACED.contains(result.toString())) {
      call = "traced(" + call + ")";
    }
    source
        .append(result.toString().equals("void") ? "" : "return ")
        .append(call)
        .append(";\n  }\n");
  }
}
