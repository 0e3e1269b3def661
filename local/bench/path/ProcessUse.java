package io.cdcpipeline.local.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time and highest memory of each of this program's child processes, from /proc.
 *
 * @param cpu user and system seconds since the start of the process
 * @param peakMebibytes the highest resident size so far (VmHWM)
 */
record ProcessUse(double cpu, double peakMebibytes) {

  /** By the name that {@code ChildProcess} gave them. */
  static Map<String, ProcessUse> all() {
    var uses = new TreeMap<String, ProcessUse>();
    ProcessHandle.current().children().forEach(child -> add(child, uses));
    return uses;
  }

  private static void add(ProcessHandle shell, Map<String, ProcessUse> uses) {
    // sh -c SCRIPT NAME PROGRAM...
    var line = read(shell, "cmdline").split("\0", -1);
    if (line.length > 3 && line[0].equals("sh") && !line[3].isEmpty()) {
      double cpu = 0;
      double peak = 0;
      for (var process : shell.descendants().toList()) {
        cpu += process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        peak = Math.max(peak, peak(process));
      }
      uses.put(line[3], new ProcessUse(cpu, peak));
    }
  }

  private static double peak(ProcessHandle process) {
    return Stream.of(read(process, "status").split("\n"))
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** Empty once the process has ended. */
  private static String read(ProcessHandle process, String file) {
    try {
      var path = Path.of("/proc", String.valueOf(process.pid()), file);
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
