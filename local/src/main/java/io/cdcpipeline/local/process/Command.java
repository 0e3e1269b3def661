package io.cdcpipeline.local.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to run as a child process and where its output goes. Secrets belong in the environment or in
 * files, never in the arguments: those are readable by everyone on the machine.
 */
public record Command(
    String name, List<String> arguments, Map<String, String> environment, Path stdout, Path log) {

  /** A program whose standard output and standard error both go to {@code log}. */
  public static Command of(String name, List<String> arguments, Path log) {
    return new Command(name, arguments, Map.of(), log, log);
  }

  public Command withEnvironment(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(more);
    return new Command(name, arguments, all, stdout, log);
  }

  /** Sends standard output to a file of its own, for programs whose output is data. */
  public Command withStdout(Path file) {
    return new Command(name, arguments, environment, file, log);
  }
}
