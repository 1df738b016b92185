// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.spring;

import java.util.Set;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;

/** A class loader that has classes of the given names, as if other tracers were there. */
final class OtherTracers extends ClassLoader {
  private final Set<String> names;

  OtherTracers(String... names) {
    super(OtherTracers.class.getClassLoader());
    this.names = Set.of(names);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!names.contains(name)) {
      throw new ClassNotFoundException(name);
    }
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC,
        name.replace('.', '/'),
        null,
        "java/lang/Object",
        new String[0]);
    writer.visitEnd();
    byte[] bytes = writer.toByteArray();
    return defineClass(name, bytes, 0, bytes.length);
  }
}
