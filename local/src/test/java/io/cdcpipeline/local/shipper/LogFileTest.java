package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path directory;

  @Test
  void leavesAnIncompleteLineForTheNextRead() throws IOException {
    Path log = directory.resolve("log");
    Files.writeString(log, "a\nh\u00e9\nunfin");
    LogFile.Chunk first = LogFile.read(log, 0);
    assertThat(first.lines()).containsExactly("a", "h\u00e9");
    Files.writeString(log, "a\nh\u00e9\nunfinished\n");
    assertThat(LogFile.read(log, first.end()).lines()).containsExactly("unfinished");
  }

  @Test
  void readsALineLongerThanTheBuffer() throws IOException {
    Path log = directory.resolve("log");
    String line = "x".repeat(5 << 20);
    Files.writeString(log, line + "\n");
    assertThat(LogFile.read(log, 0).lines()).containsExactly(line);
  }

  @Test
  void startsOverWhenTheFileShrank() throws IOException {
    Path log = directory.resolve("log");
    Files.writeString(log, "new\n");
    assertThat(LogFile.read(log, 1000).lines()).containsExactly("new");
  }
}
