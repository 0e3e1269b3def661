package io.cdcpipeline.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @TempDir Path directory;
  private final ChildProcesses children = new ChildProcesses();
  private final Supervisor supervisor = new Supervisor();
  private final Sleep server = new Sleep();

  private final class Sleep implements Supervisor.Server {
    private volatile ChildProcess process;
    private final AtomicInteger starts = new AtomicInteger();

    @Override
    public boolean crashed() {
      return process.crashed();
    }

    @Override
    public void start() {
      Command command = Command.of("sleep", List.of("sleep", "100"), directory.resolve("log"));
      process = children.start(command);
      starts.incrementAndGet();
    }
  }

  @AfterEach
  void stop() {
    supervisor.close();
    children.close();
  }

  @Test
  void startsWhatCrashedAndNotWhatWasStopped() {
    server.start();
    supervisor.watch("sleep", server);

    server.process.kill();
    await().until(() -> server.starts.get() == 2 && server.process.alive());

    server.process.stop();
    assertThat(server.process.crashed()).isFalse();
    assertThat(server.process.alive()).isFalse();
  }

  /** One whose first start fails is tried again. */
  @Test
  void triesAgainIfAStartFails() {
    var failing =
        new Supervisor.Server() {
          private final AtomicInteger attempts = new AtomicInteger();

          @Override
          public boolean crashed() {
            return attempts.get() < 2;
          }

          @Override
          public void start() {
            attempts.incrementAndGet();
            throw new ServerException("the port is in use");
          }
        };
    supervisor.watch("failing", failing);

    await().until(() -> failing.attempts.get() == 2);
  }
}
