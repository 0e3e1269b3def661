package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path directory;

  @Test
  void leavesAnIncompleteLineForTheNextRead() throws IOException {
    Path log = directory.resolve("log");
    Files.writeString(log, "a\nh\u00e9\nunfin");
    LogFile.Chunk first = LogFile.read(log, 0);
    assertThat(texts(first)).containsExactly("a", "h\u00e9");
    Files.writeString(log, "a\nh\u00e9\nunfinished\n");
    assertThat(texts(LogFile.read(log, first.end()))).containsExactly("unfinished");
  }

  @Test
  void readsALineLongerThanTheBuffer() throws IOException {
    Path log = directory.resolve("log");
    String line = "x".repeat(5 << 20);
    Files.writeString(log, line + "\n");
    assertThat(texts(LogFile.read(log, 0))).containsExactly(line);
  }

  @Test
  void startsOverWhenTheFileShrank() throws IOException {
    Path log = directory.resolve("log");
    Files.writeString(log, "new\n");
    assertThat(texts(LogFile.read(log, 1000))).containsExactly("new");
  }

  @Test
  void joinsWhatTheContainerRuntimeCut() throws IOException {
    Path log = directory.resolve("log");
    String time = "2026-01-01T12:00:00.123456789Z ";
    String before = time + "stderr F no\n";
    Files.writeString(log, before + time + "stdout P a b\n" + time + "stdout F c\n");
    assertThat(LogFile.read(log, 0).entries())
        .containsExactly(new LogEntry(log, before.length(), Instant.parse(time.strip()), "a bc"));
  }

  @Test
  void leavesALineWithoutItsLastPartForTheNextRead() throws IOException {
    Path log = directory.resolve("log");
    String first = "2026-01-01T12:00:00Z stdout F a\n";
    Files.writeString(log, first + "2026-01-01T12:00:00Z stdout P b\n");
    LogFile.Chunk chunk = LogFile.read(log, 0);
    assertThat(texts(chunk)).containsExactly("a");
    assertThat(chunk.end()).isEqualTo(first.length());
  }

  private static List<String> texts(LogFile.Chunk chunk) {
    return chunk.entries().stream().map(LogEntry::text).toList();
  }
}
