package io.cdcpipeline.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FailureModesTest {
  private static final String PAGE =
      """
      # Faults
      <!-- rows of testkit -->
      an old row
      <!-- end of testkit -->
      The rest.
      """;

  static class SomeTest {
    @FailureMode(
        fault = "the power goes",
        effect = "no row is lost",
        shown = "darkness",
        action = "wait")
    void survivesThePowerCut() {}

    @LongFault
    @FailureMode(fault = "a mouse bites", effect = "a cable is gone")
    void survivesAMouse() {}
  }

  @Test
  void writesARowForEachTest() {
    assertThat(FailureModes.update(PAGE, "testkit", "io.cdcpipeline.testkit.fault"))
        .isEqualTo(
            """
            # Faults
            <!-- rows of testkit -->
            | Fault | What happens | What you see | What to do | Shown by |
            |---|---|---|---|---|
            | a mouse bites | a cable is gone | nothing | nothing | `SomeTest#survivesAMouse` (`make fault-test`) |
            | the power goes | no row is lost | darkness | wait | `SomeTest#survivesThePowerCut` |
            <!-- end of testkit -->
            The rest.
            """);
  }

  @Test
  void requiresThePlaceInThePage() {
    assertThatThrownBy(() -> FailureModes.update(PAGE, "operator", "io.cdcpipeline"))
        .hasMessageContaining("rows of operator");
  }
}
