package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path directory;

  private Checkpoint reopened() {
    return new Checkpoint(directory.resolve("c.checkpoint"));
  }

  @Test
  void afterACrashTheSavedCheckpointAppliesAndAfterAStopTheRequestedOne() {
    Checkpoint first = reopened();
    assertThat(first.exists()).isFalse();
    first.start(100);
    first.save(200);
    Checkpoint crashed = reopened();
    crashed.start(150);
    assertThat(crashed.tso()).isEqualTo(200);
    crashed.stop();
    Checkpoint stopped = reopened();
    stopped.start(150);
    assertThat(stopped.tso()).isEqualTo(150);
    stopped.remove();
    assertThat(reopened().exists()).isFalse();
  }
}
