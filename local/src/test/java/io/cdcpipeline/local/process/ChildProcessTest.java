package io.cdcpipeline.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir Path directory;

  private final ChildProcesses children = new ChildProcesses();

  private Command shell(String name, String script) {
    return Command.of(name, List.of("sh", "-c", script), directory.resolve(name + ".log"));
  }

  private long pidFrom(String file) {
    Path path = directory.resolve(file);
    await().until(() -> Files.exists(path) && Files.size(path) > 0);
    return Long.parseLong(PrivateFile.read(path));
  }

  private static boolean running(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void quotesTheEndOfTheLogWhenAServerFailsToStart() {
    ChildProcess child = children.start(shell("broken", "echo no disk space left >&2; exit 3"));
    assertThatThrownBy(() -> child.awaitReady(Duration.ofSeconds(10), () -> false))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("broken ended with status 3")
        .hasMessageContaining("no disk space left");
  }

  @Test
  void stopsInReverseOrderWithSigterm() throws IOException {
    String script = "trap 'echo %1$s >>stopped; exit' TERM; echo up >%1$s; sleep 60 & wait";
    for (String name : List.of("first", "second")) {
      String there = "cd " + directory + "; " + script.formatted(name);
      children.start(shell(name, there));
      await().until(() -> Files.exists(directory.resolve(name)));
    }
    children.close();
    assertThat(Files.readAllLines(directory.resolve("stopped"))).containsExactly("second", "first");
  }

  @Test
  void separatesStandardOutputFromTheLog() throws IOException {
    Path data = directory.resolve("data");
    Command command = shell("both", "echo line; echo trouble >&2").withStdout(data);
    ChildProcess child = children.start(command);
    await().until(() -> !child.alive());
    assertThat(data).hasContent("line");
    assertThat(command.log()).hasContent("trouble");
  }

  @Test
  void childrenEndWhenTheirParentIsKilled() throws IOException, InterruptedException {
    Process parent =
        new ProcessBuilder(
                JavaCommand.withHeap(32).main(Parent.class, directory.resolve("pid").toString()))
            .inheritIO()
            .start();
    long child = pidFrom("pid");
    parent.destroyForcibly();
    assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
    await().atMost(Duration.ofSeconds(10)).until(() -> !running(child));
  }

  @Test
  void childrenEndInOrderWhenTheirParentGetsSigterm() throws IOException, InterruptedException {
    Process parent =
        new ProcessBuilder(
                JavaCommand.withHeap(32).main(Parent.class, directory.resolve("pid").toString()))
            .inheritIO()
            .start();
    long child = pidFrom("pid");
    parent.destroy();
    assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(running(child)).isFalse();
  }

  @Test
  void killLeavesNoProcess() {
    ChildProcess child =
        children.start(shell("stubborn", "trap '' TERM; echo $$ >" + directory + "/pid; sleep 60"));
    long pid = pidFrom("pid");
    child.kill();
    assertThat(child.alive()).isFalse();
    await().until(() -> !running(pid));
  }

  /** A program with one child that writes its process ID to a file. */
  static final class Parent {
    public static void main(String[] args) {
      ChildProcesses children = new ChildProcesses().stopOnExit();
      Path pid = Path.of(args[0]);
      List<String> sleep = List.of("sh", "-c", "echo $$ >" + pid + "; exec sleep 60");
      ChildProcess child = children.start(Command.of("sleep", sleep, pid.resolveSibling("log")));
      child.awaitReady(Duration.ofMinutes(1), () -> !child.alive());
    }
  }
}
