// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** A web application that starts, tells what that took, and ends. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class StartUp {
  /** Prints milliseconds since the machine started, of processor time; KB of heap and of the rest. */
  public static void main(String[] args) {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            StartUp.class,
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.application.name=startup",
            "--spring.main.banner-mode=off",
            "--logging.level.root=off")) {
      long wall =
          System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
      var system =
          (com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean();
      long cpu = system.getProcessCpuTime() / 1_000_000;
      System.gc();
      System.gc();
      long rest = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        rest += pool.getType() == MemoryType.NON_HEAP ? pool.getUsage().getUsed() : 0;
      }
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.println("started " + wall + " " + cpu + " " + heap / 1024 + " " + rest / 1024);
      System.out.flush();
    }
    System.exit(0);
  }
}
