// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a module's public API as text, one line for each public or protected type and member of
 * its exported packages, and compares it with the file in version control. Fails when they differ,
 * and when a signature names a type of a package that is not exported.
 *
 * <p>Usage: {@code java -cp <classes and what they need> ApiDump.java <classes folder> <file>
 * <true: write the file instead>}
 */
final class ApiDump {
  private final Path classes;
  private final Set<String> exported;
  private final List<String> leaks = new ArrayList<>();

  /** What is being printed, for the message about a leak. */
  private String place = "";

  private ApiDump(Path classes, Set<String> exported) {
    this.classes = classes;
    this.exported = exported;
  }

  public static void main(String[] args) throws Exception {
    Path classes = Path.of(args[0]);
    Path file = Path.of(args[1]);
    ModuleDescriptor module = module(classes);
    Set<String> exported = new TreeSet<>();
    module.exports().stream().filter(e -> !e.isQualified()).forEach(e -> exported.add(e.source()));

    ApiDump dump = new ApiDump(classes, exported);
    List<String> now = dump.dump(module);
    if (!dump.leaks.isEmpty()) {
      System.err.println(
          "Public API names types of packages that " + module.name() + " does not export:");
      dump.leaks.forEach(leak -> System.err.println("  " + leak));
      System.exit(1);
    }
    if (args[2].equals("true")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", now) + "\n");
      System.out.println("Public API written to " + file);
      return;
    }
    List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (!now.equals(before)) {
      System.err.println("The public API is not what " + file + " says (-: file, +: code):");
      diff(before, now).forEach(System.err::println);
      System.err.println("If the change is meant, run: ./mvnw verify -Dapi.update");
      System.exit(1);
    }
  }

  /**
   * What module-info says; without one, all packages are exported, as an automatic module's are.
   */
  private static ModuleDescriptor module(Path classes) throws IOException {
    Path info = classes.resolve("module-info.class");
    if (Files.exists(info)) {
      try (InputStream in = Files.newInputStream(info)) {
        return ModuleDescriptor.read(in);
      }
    }
    ModuleDescriptor.Builder automatic = ModuleDescriptor.newModule("automatic");
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> classes.relativize(file.getParent()).toString().replace(File.separator, "."))
          .distinct()
          .forEach(automatic::exports);
    }
    return automatic.build();
  }

  private List<String> dump(ModuleDescriptor module) throws IOException, ClassNotFoundException {
    Map<String, List<String>> types = new TreeMap<>();
    for (String name : exported) {
      try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
        for (Path file : files.sorted().toList()) {
          String simple = file.getFileName().toString();
          if (simple.endsWith(".class") && !simple.equals("package-info.class")) {
            String binary = name + "." + simple.substring(0, simple.length() - ".class".length());
            Class<?> type = Class.forName(binary, false, ApiDump.class.getClassLoader());
            if (visible(type)) {
              types.put(binary, type(type));
            }
          }
        }
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("module " + module.name());
    exported.forEach(name -> lines.add("  exports " + name));
    module.uses().stream().sorted().forEach(name -> lines.add("  uses " + name));
    module.provides().stream()
        .sorted()
        .forEach(p -> lines.add("  provides " + p.service() + " with " + p.providers()));
    types
        .values()
        .forEach(
            type -> {
              lines.add("");
              lines.addAll(type);
            });
    return lines;
  }

  private static boolean visible(Class<?> type) {
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && !type.isSynthetic()
        && visible(type.getModifiers())
        && (type.getDeclaringClass() == null || visible(type.getDeclaringClass()));
  }

  private static boolean visible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private List<String> type(Class<?> type) {
    place = type.getName();
    Set<String> members = new TreeSet<>();
    if (!type.isEnum()) {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (visible(constructor.getModifiers()) && !constructor.isSynthetic()) {
          members.add("  " + executable(constructor, ""));
        }
      }
    }
    addMembers(type, type, members);
    List<String> lines = new ArrayList<>();
    lines.add(header(type));
    lines.addAll(members);
    return lines;
  }

  /** Adds the members of {@code from}, and of its supertypes that a reader of the API can't see. */
  private void addMembers(Class<?> type, Class<?> from, Set<String> members) {
    boolean closed = Modifier.isFinal(type.getModifiers()) || type.isSealed();
    for (Field field : from.getDeclaredFields()) {
      if (visible(field.getModifiers()) && !field.isSynthetic()) {
        place = type.getName() + "." + field.getName();
        String modifiers = Modifier.toString(field.getModifiers());
        members.add(
            field.isEnumConstant()
                ? "  enum constant " + field.getName()
                : "  field "
                    + modifiers
                    + " "
                    + print(field.getAnnotatedType())
                    + " "
                    + field.getName());
      }
    }
    for (Method method : from.getDeclaredMethods()) {
      boolean inherited =
          Modifier.isProtected(method.getModifiers()) && closed && overrides(method);
      if (visible(method.getModifiers()) && !method.isSynthetic() && !inherited) {
        place = type.getName() + "." + method.getName();
        members.add("  " + executable(method, print(method.getAnnotatedReturnType()) + " "));
      }
    }
    List<Class<?>> supers = new ArrayList<>(Arrays.asList(from.getInterfaces()));
    if (from.getSuperclass() != null) {
      supers.add(from.getSuperclass());
    }
    for (Class<?> above : supers) {
      if (own(above) && !visible(above)) {
        addMembers(type, above, members);
      }
    }
  }

  /** Tells a protected override in a closed type, such as {@code finalize}: nobody can call it. */
  private static boolean overrides(Method method) {
    for (Class<?> c = method.getDeclaringClass().getSuperclass();
        c != null;
        c = c.getSuperclass()) {
      try {
        c.getDeclaredMethod(method.getName(), method.getParameterTypes());
        return true;
      } catch (NoSuchMethodException e) {
        // further up, then
      }
    }
    return false;
  }

  private String header(Class<?> type) {
    int modifiers = type.getModifiers();
    StringBuilder line =
        new StringBuilder(Modifier.isProtected(modifiers) ? "protected " : "public ");
    String kind = type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : "class";
    if (type.isEnum()) {
      kind = "enum";
    } else if (type.isRecord()) {
      kind = "record";
    } else {
      line.append(type.isSealed() ? "sealed " : "");
      line.append(Modifier.isFinal(modifiers) ? "final " : "");
      line.append(Modifier.isAbstract(modifiers) && !type.isInterface() ? "abstract " : "");
    }
    boolean isStatic = type.getDeclaringClass() != null && Modifier.isStatic(modifiers);
    line.append(isStatic && kind.equals("class") ? "static " : "");
    line.append(kind)
        .append(' ')
        .append(type.getName())
        .append(variables(type.getTypeParameters()));
    if (type.isRecord()) {
      line.append(
          Arrays.stream(type.getRecordComponents())
              .map(c -> print(c.getAnnotatedType()) + " " + c.getName())
              .collect(Collectors.joining(", ", "(", ")")));
    }
    AnnotatedType above = type.getAnnotatedSuperclass();
    if (kind.equals("class") && above != null && above.getType() != Object.class) {
      line.append(" extends ").append(shown(above));
    }
    String interfaces =
        Arrays.stream(type.getAnnotatedInterfaces())
            .map(this::shown)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!interfaces.isEmpty() && !type.isAnnotation()) {
      line.append(type.isInterface() ? " extends " : " implements ").append(interfaces);
    }
    return line.toString();
  }

  /** Prints a supertype; one of our own that is not visible is no leak: its members are listed. */
  private String shown(AnnotatedType above) {
    int before = leaks.size();
    String text = print(above);
    while (leaks.size() > before) {
      leaks.remove(leaks.size() - 1);
    }
    return text;
  }

  private String executable(Executable executable, String returns) {
    AnnotatedType[] types = executable.getAnnotatedParameterTypes();
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      String text = print(types[i]);
      boolean last = i == types.length - 1 && executable.isVarArgs();
      parameters.add(last ? text.replaceFirst("\\[]$", "...") : text);
    }
    boolean isDefault = executable instanceof Method method && method.isDefault();
    int shown =
        Modifier.methodModifiers() & ~Modifier.SYNCHRONIZED & ~Modifier.NATIVE & ~Modifier.STRICT;
    String modifiers = Modifier.toString(executable.getModifiers() & shown);
    String generics = variables(executable.getTypeParameters());
    String thrown =
        Arrays.stream(executable.getAnnotatedExceptionTypes())
            .map(this::print)
            .collect(Collectors.joining(", "));
    return (executable instanceof Method ? "method " : "constructor ")
        + modifiers
        + (isDefault ? " default " : " ")
        + (generics.isEmpty() ? "" : generics + " ")
        + returns
        + (executable instanceof Method ? executable.getName() : "new")
        + parameters.stream().collect(Collectors.joining(", ", "(", ")"))
        + (thrown.isEmpty() ? "" : " throws " + thrown);
  }

  private String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(v -> v.getName() + bounds(" extends ", v.getAnnotatedBounds()))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private String bounds(String word, AnnotatedType[] bounds) {
    String text = Arrays.stream(bounds).map(this::print).collect(Collectors.joining(" & "));
    return text.isEmpty() || text.equals("java.lang.Object") ? "" : word + text;
  }

  /** Prints a type with its @Nullable marks, the same on every JDK (Type.toString is not). */
  private String print(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      String marks = marks(type);
      return print(array.getAnnotatedGenericComponentType())
          + (marks.isEmpty() ? "" : " " + marks)
          + "[]";
    }
    if (type instanceof AnnotatedWildcardType wildcard) {
      AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
      return "?"
          + (lower.length > 0
              ? bounds(" super ", lower)
              : bounds(" extends ", wildcard.getAnnotatedUpperBounds()));
    }
    if (type instanceof AnnotatedTypeVariable) {
      return marks(type) + type.getType().getTypeName();
    }
    if (type instanceof AnnotatedParameterizedType generic) {
      return marks(type)
          + Arrays.stream(generic.getAnnotatedActualTypeArguments())
              .map(this::print)
              .collect(Collectors.joining(", ", name(raw(type)) + "<", ">"));
    }
    return marks(type) + name((Class<?>) type.getType());
  }

  private static Class<?> raw(AnnotatedType type) {
    return (Class<?>) ((java.lang.reflect.ParameterizedType) type.getType()).getRawType();
  }

  private static String marks(AnnotatedType type) {
    return Arrays.stream(type.getAnnotations())
        .map(a -> "@" + a.annotationType().getSimpleName() + " ")
        .sorted()
        .collect(Collectors.joining());
  }

  private String name(Class<?> type) {
    if (own(type) && !(visible(type) && exported.contains(type.getPackageName()))) {
      leaks.add(type.getName() + " in " + place);
    }
    return type.getName();
  }

  /** Tells whether a type was compiled into the folder at hand. */
  private boolean own(Class<?> type) {
    return Files.exists(classes.resolve(type.getName().replace('.', '/') + ".class"));
  }

  /** Returns the lines that differ, in order, under the type that they belong to. */
  private static List<String> diff(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    String type = "";
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      boolean both = i < before.size() && j < after.size();
      if (both && before.get(i).equals(after.get(j))) {
        type = before.get(i).startsWith(" ") ? type : before.get(i);
        i++;
        j++;
        continue;
      }
      if (!type.isEmpty()) {
        lines.add("  " + type);
        type = "";
      }
      if (j == after.size() || (both && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + before.get(i++));
      } else {
        lines.add("+ " + after.get(j++));
      }
    }
    return lines;
  }
}
