package io.cdcpipeline.local;

import io.cdcpipeline.testkit.fault.FailureModes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** docs/failure-modes.md has a row for each fault that a test of this module injects. */
class FailureModesTest {
  @Test
  void thePageHasEveryFault() throws IOException {
    FailureModes.check("local", "io.cdcpipeline.local");
  }
}
