package io.cdcpipeline.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The shop as people run it: a process of its own, with nothing in its environment but this. */
final class ShopProcess implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final Path errors;

  private ShopProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  static ShopProcess start(Path folder, Map<String, String> settings, String... args) {
    try {
      Path output = Files.createTempFile(folder, "shop", ".out");
      Path errors = Files.createTempFile(folder, "shop", ".err");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(ShopMain.class.getName());
      command.addAll(List.of(args));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      builder.environment().clear();
      builder.environment().putAll(settings);
      return new ShopProcess(builder.start(), output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  int exitCode(int withinSeconds) {
    try {
      if (!process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running: " + output() + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The lines written so far; the one that is being written is left out. */
  String output() {
    String written = text(output);
    return written.substring(0, written.lastIndexOf('\n') + 1);
  }

  String errors() {
    return text(errors);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode(10);
  }
}
