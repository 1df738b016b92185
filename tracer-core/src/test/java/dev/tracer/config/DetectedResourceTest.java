// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectedResourceTest {
  private static final String ID =
      "7be92808767a667f35c8505cbf40d14e931ef6db5b0210329cf193b15ba9d605";

  @TempDir private Path folder;

  private Object containerId() {
    return new DetectedResource(folder, folder).detect().attributes().get("container.id");
  }

  @ParameterizedTest
  @CsvSource({
    "cgroup, '13:name=systemd:/docker/" + ID + "'",
    "cgroup, '1:cpu:/kubepods/besteffort/pod1/cri-containerd-" + ID + ".scope'",
    "mountinfo, '612 605 0:54 /var/lib/docker/containers/" + ID + "/hostname /etc/hostname rw'",
  })
  void containerId_isReadFromWhereTheKernelTells(String file, String line) throws IOException {
    Files.writeString(folder.resolve(file), "0::/\n" + line + "\n");

    assertThat(containerId()).isEqualTo(ID);
  }

  @ParameterizedTest
  @CsvSource({
    "cgroup, '0::/'",
    "cgroup, '1:cpu:/docker/" + ID + "0'",
    "cgroup, '1:cpu:/docker/7be92808'",
    "mountinfo, '612 605 0:54 /overlay/" + ID + " / rw'",
    "mountinfo, '7 6 8:1 /containerd/io.containerd.grpc.v1.cri/sandboxes/"
        + ID
        + "/hostname /etc/hostname rw'",
  })
  void containerId_thatIsNone_isLeftOut(String file, String line) throws IOException {
    Files.writeString(folder.resolve(file), line);

    assertThat(containerId()).isNull();
  }

  @Test
  void files_thatCannotBeRead_areLeftOut() throws IOException {
    Files.createDirectory(folder.resolve("cgroup"));
    Files.createDirectory(folder.resolve("hostname"));

    assertThat(containerId()).isNull();
  }

  @Test
  void instanceId_staysTheSame() {
    Object first =
        new DetectedResource(folder, folder).detect().attributes().get("service.instance.id");

    assertThat(DetectedResource.ofProcess().attributes().get("service.instance.id"))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, linux",
    "Windows 11, windows",
    "Mac OS X, darwin",
    "SunOS, solaris",
    "AIX, aix",
    "HP-UX, hpux",
    "z/OS, zos",
  })
  void osType_isTheConventions(String javaName, String type) {
    assertThat(DetectedResource.osType(javaName)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "amd64, amd64",
    "x86_64, amd64",
    "aarch64, arm64",
    "x86, x86",
    "ppc, ppc32",
    "ppc64le, ppc64",
    "s390x, s390x",
  })
  void architecture_isTheConventions(String javaName, String architecture) {
    assertThat(DetectedResource.architecture(javaName)).isEqualTo(architecture);
  }
}
