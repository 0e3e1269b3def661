package io.cdcpipeline.local.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** What was measured on, in one line. */
record Machine(String text) {

  static Machine here() throws IOException {
    var cpu = first("/proc/cpuinfo", "model name\\s*: (.*)", "unknown processor");
    var kibibytes = Long.parseLong(first("/proc/meminfo", "MemTotal:\\s*(\\d+)", "0"));
    return new Machine(
        "%d × %s, %.0f GiB, Java %s, %s; load average before it %.1f"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                cpu.trim(),
                kibibytes / 1048576.0,
                Runtime.version().feature(),
                LocalDate.now(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
  }

  private static String first(String file, String pattern, String otherwise) throws IOException {
    var found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    return found.find() ? found.group(1) : otherwise;
  }
}
