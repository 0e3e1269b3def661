package io.cdcpipeline.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A program that never outlives this one, however this one ends: a shell holds the read end of a
 * pipe whose write end only we have, and sends SIGTERM when it closes. Ctrl-C reaches the whole
 * process group; the children ignore it, so that they can be stopped in order.
 */
public final class ChildProcess {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final int QUOTED_LINES = 12;
  private static final int TERMINATED = 143;
  private static final String SHELL =
      """
      trap "" INT HUP
      exec 3<&0
      "$@" </dev/null 3<&- &
      p=$!
      (read x <&3; kill $p 2>/dev/null) &
      r=$!
      trap "kill $p 2>/dev/null" TERM
      exec 3<&-
      wait $p; s=$?
      while kill -0 $p 2>/dev/null; do wait $p; s=$?; done
      kill $r 2>/dev/null
      exit $s
      """;

  private final Command command;
  private final Process process;
  private volatile boolean stopping;

  private ChildProcess(Command command, Process process) {
    this.command = command;
    this.process = process;
  }

  static ChildProcess start(Command command) {
    List<String> line = new ArrayList<>(List.of("sh", "-c", SHELL, command.name()));
    line.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(command.environment());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.stdout().toFile()));
    try {
      Files.createDirectories(command.log().toAbsolutePath().getParent());
      Files.createDirectories(command.stdout().toAbsolutePath().getParent());
      return new ChildProcess(command, builder.start());
    } catch (IOException e) {
      throw new ServerException(
          "%s could not be started: %s".formatted(command.name(), e.getMessage()), e);
    }
  }

  public String name() {
    return command.name();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Whether it ended although nobody stopped it, here or with SIGTERM. */
  public boolean crashed() {
    return !alive() && !stopping && exitStatus() != TERMINATED;
  }

  /** The exit status of a process that has ended. */
  public int exitStatus() {
    return process.exitValue();
  }

  /**
   * Waits until the server is ready; if it does not become ready, the exception quotes the end of
   * its log.
   */
  public void awaitReady(Duration timeout, BooleanSupplier ready) {
    Deadline deadline = Deadline.in(timeout);
    while (!ready.getAsBoolean()) {
      if (!alive()) {
        throw failure("ended with status " + exitStatus() + " while starting");
      }
      if (deadline.passed()) {
        kill();
        throw failure("did not become ready within " + timeout.toSeconds() + " s");
      }
      pause();
    }
  }

  private void pause() {
    try {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while waiting for " + name(), e);
    }
  }

  private ServerException failure(String what) {
    return new ServerException(
        "%s %s. Last lines of %s:%n%s"
            .formatted(
                name(), what, command.log(), LogTail.lastLines(command.log(), QUOTED_LINES)));
  }

  /** Asks the program to end (SIGTERM), waits, and kills it if it does not. */
  public void stop() {
    stopping = true;
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
    if (!ended(STOP_TIMEOUT)) {
      kill();
    }
  }

  /** Ends the program at once (SIGKILL), as a crash would. */
  public void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    // Its ports and locks are free only once the server itself has ended, not just the shell.
    all.forEach(one -> one.onExit().orTimeout(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join());
  }

  private boolean ended(Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public Path log() {
    return command.log();
  }
}
