package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class PreloadTest {
  /** What it does is seen in the benchmark only; that it fails would be seen nowhere. */
  @Test
  void readsThePipeline() {
    assertThatCode(new Preload()::run).doesNotThrowAnyException();
  }
}
