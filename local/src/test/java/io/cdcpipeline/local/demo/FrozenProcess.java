package io.cdcpipeline.local.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes below this one that hang (SIGSTOP) until this is closed. */
final class FrozenProcess implements AutoCloseable {
  private final List<ProcessHandle> processes;

  private FrozenProcess(List<ProcessHandle> processes) {
    this.processes = processes;
  }

  /**
   * Freezes those whose command line has this text.
   *
   * @throws IllegalStateException if there is none
   */
  static FrozenProcess of(String inCommandLine) {
    List<ProcessHandle> found =
        ProcessHandle.current()
            .descendants()
            .filter(p -> commandLine(p).contains(inCommandLine))
            .filter(p -> p.info().command().orElse("").endsWith("java"))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("no process has " + inCommandLine + " in its command line");
    }
    signal("-STOP", found);
    return new FrozenProcess(found);
  }

  /** Of any length; {@link ProcessHandle.Info#commandLine} knows only one page of it. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static void signal(String signal, List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      try {
        String pid = String.valueOf(process.pid());
        int status = new ProcessBuilder("kill", signal, pid).start().onExit().join().exitValue();
        if (status != 0 && process.isAlive()) {
          throw new IllegalStateException("kill " + signal + " failed");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    signal("-CONT", processes);
  }
}
