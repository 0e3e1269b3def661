package io.cdcpipeline.local.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsoLogTest {
  @TempDir Path directory;

  @Test
  void keepsTimestampsAcrossARestart() throws IOException {
    try (TsoLog log = new TsoLog(directory.resolve("tso"))) {
      for (int sequence = 1; sequence <= 3000; sequence++) {
        log.put(sequence, 10L * sequence);
      }
    }
    try (TsoLog log = new TsoLog(directory.resolve("tso"))) {
      assertThat(log.lastSequence()).isEqualTo(3000);
      assertThat(log.tso(2999)).isEqualTo(29_990);
      log.put(3001, 50_000);
      assertThat(log.lastTso()).isEqualTo(50_000);
    }
  }

  @Test
  void findsTheLastTransactionAtOrBeforeATimestamp() throws IOException {
    try (TsoLog log = new TsoLog(directory.resolve("tso"))) {
      log.put(1, 10);
      log.put(2, 20);
      assertThat(log.sequenceAt(9)).isZero();
      assertThat(log.sequenceAt(10)).isEqualTo(1);
      assertThat(log.sequenceAt(19)).isEqualTo(1);
      assertThat(log.sequenceAt(99)).isEqualTo(2);
    }
  }

  @Test
  void waitsForATransactionUntilATimeout() throws IOException, InterruptedException {
    try (TsoLog log = new TsoLog(directory.resolve("tso"))) {
      assertThat(log.await(1, Duration.ofMillis(20))).isFalse();
      Thread later = new Thread(() -> log.put(1, 5));
      later.start();
      assertThat(log.await(1, Duration.ofSeconds(10))).isTrue();
    }
  }
}
