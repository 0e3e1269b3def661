package io.cdcpipeline.testkit.requirement;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequirementTest {
  /** Such a class would run and fail on a machine without the program. */
  @Test
  void rejectsATestClassThatDoesNotDeclareWhatItUses() {
    assertThatThrownBy(Requirement.PROMTOOL::path)
        .hasMessage("annotate the test class with @Requires(PROMTOOL)");
  }
}
