package io.cdcpipeline.consumer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The consumer as users run it: a separate process that writes its lines to a file. */
final class ConsumerProcess implements AutoCloseable {
  private final Process process;
  private final Path errors;

  private ConsumerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  static ConsumerProcess start(Path output, Map<String, String> settings) {
    return start(ProcessBuilder.Redirect.appendTo(output.toFile()), output, settings);
  }

  /** Whose files cannot grow beyond that size, as on a disk that becomes full. */
  static ConsumerProcess startWithDisk(int kibibytes, Path output, Map<String, String> settings) {
    List<String> limit = List.of("bash", "-c", "ulimit -f %d; exec \"$@\"", "limited");
    return start(
        limit.stream().map(part -> part.formatted(kibibytes)).toList(),
        ProcessBuilder.Redirect.appendTo(output.toFile()),
        output,
        settings);
  }

  static ConsumerProcess start(
      ProcessBuilder.Redirect lines, Path output, Map<String, String> settings, String... args) {
    return start(List.of(), lines, output, settings, args);
  }

  private static ConsumerProcess start(
      List<String> prefix,
      ProcessBuilder.Redirect lines,
      Path output,
      Map<String, String> settings,
      String... args) {
    try {
      Path errors = output.resolveSibling(output.getFileName() + ".err");
      List<String> command = new ArrayList<>(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(Files.readAllLines(Path.of("jvm.options")));
      command.add("-XX:TieredStopAtLevel=1");
      command.addAll(List.of("-Xshare:auto", "-cp", System.getProperty("java.class.path")));
      command.add(ConsumerMain.class.getName());
      command.addAll(List.of(args));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(lines);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("KAFKA_"));
      builder.environment().putAll(settings);
      return new ConsumerProcess(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() {
    process.destroyForcibly();
    waitFor(10);
  }

  /** SIGTERM, and the exit code. */
  int terminate() {
    process.destroy();
    return waitFor(10);
  }

  int waitFor(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running after " + seconds + " s: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Process process() {
    return process;
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    waitFor(10);
    File file = errors.toFile();
    file.deleteOnExit();
  }
}
