package io.cdcpipeline.operator.real;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RightsUsedTest {
  @Test
  void theUsesOfTwoServersAddUp() {
    assertThat(
            RightsUsed.sum(
                "| v1.apps | get 0, list 3, patch 12 |\n",
                "| v1.apps | get 1, list 0, patch 30 |\n"))
        .isEqualTo("| v1.apps | get 1, list 3, patch 42 |\n");
  }
}
