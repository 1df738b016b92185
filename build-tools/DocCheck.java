// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Fails when a public or protected type or member has no comment. Doclint's own check for that asks
 * for a tag on every parameter and result as well, also where the sentence above has said it all.
 *
 * <p>Usage: {@code java DocCheck.java <source folder>}. Folders named {@code internal} are left
 * out.
 */
final class DocCheck {
  private final List<String> missing = new ArrayList<>();
  private final DocTrees trees;

  private DocCheck(DocTrees trees) {
    this.trees = trees;
  }

  public static void main(String[] args) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
      files = all.filter(DocCheck::included).sorted().toList();
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (var manager = javac.getStandardFileManager(null, null, null)) {
      var sources = manager.getJavaFileObjectsFromPaths(files);
      var task =
          (JavacTask) javac.getTask(null, manager, null, List.of("-proc:none"), null, sources);
      DocCheck check = new DocCheck(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        check.members(new TreePath(unit), unit.getTypeDecls(), false);
      }
      check.missing.forEach(place -> System.err.println("no comment: " + place));
      System.exit(check.missing.isEmpty() ? 0 : 1);
    }
  }

  private static boolean included(Path file) {
    return file.toString().endsWith(".java")
        && !file.endsWith("module-info.java")
        && !file.getParent().endsWith("internal");
  }

  private void members(TreePath parent, List<? extends Tree> members, boolean allPublic) {
    for (Tree member : members) {
      TreePath path = new TreePath(parent, member);
      if (member instanceof ClassTree type && shown(type.getModifiers(), allPublic)) {
        require(path, type.getSimpleName().toString());
        boolean isInterface =
            type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        members(path, type.getMembers(), isInterface);
      } else if (member instanceof MethodTree method && shown(method.getModifiers(), allPublic)) {
        boolean inherits =
            method.getModifiers().getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
        boolean written = trees.getSourcePositions().getEndPosition(unit(path), method) >= 0;
        // a record's compact constructor says what its class comment says
        boolean compact = written && isRecord(parent) && method.getReturnType() == null;
        if (!inherits && written && !compact) {
          require(path, method.getName().toString());
        }
      } else if (member instanceof VariableTree field && shown(field.getModifiers(), allPublic)) {
        // a record's components are fields of the tree; its @param tags are doclint's to check
        if (!isRecord(parent) || field.getModifiers().getFlags().contains(Modifier.STATIC)) {
          require(path, field.getName().toString());
        }
      }
    }
  }

  private static boolean shown(ModifiersTree modifiers, boolean allPublic) {
    Set<Modifier> flags = modifiers.getFlags();
    boolean open = flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
    return open || (allPublic && !flags.contains(Modifier.PRIVATE));
  }

  private static boolean isRecord(TreePath path) {
    return path.getLeaf().getKind() == Tree.Kind.RECORD;
  }

  private static CompilationUnitTree unit(TreePath path) {
    return path.getCompilationUnit();
  }

  private void require(TreePath path, String name) {
    if (trees.getDocComment(path) == null) {
      CompilationUnitTree unit = unit(path);
      long start = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
      String file = Path.of(unit.getSourceFile().getName()).toString();
      missing.add(file + ":" + unit.getLineMap().getLineNumber(start) + " " + name);
    }
  }
}
