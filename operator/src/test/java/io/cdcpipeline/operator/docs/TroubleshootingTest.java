package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Every reason that requires action has first steps in docs/troubleshooting.md. */
class TroubleshootingTest {
  private static final EnumSet<Severity> ASKING =
      EnumSet.of(Severity.DEGRADED, Severity.ACTION_REQUIRED, Severity.WARNING, Severity.SUSPENDED);

  @Test
  void everyReasonThatRequiresActionHasFirstSteps() throws IOException {
    String text = Files.readString(Golden.root().resolve("docs/troubleshooting.md"));

    assertThat(Reason.values())
        .filteredOn(r -> ASKING.contains(r.severity()))
        .allSatisfy(r -> assertThat(text).contains("| `" + r.name() + "` |"));
  }
}
