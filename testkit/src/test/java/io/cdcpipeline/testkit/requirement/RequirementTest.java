package io.cdcpipeline.testkit.requirement;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequirementTest {
  /** Such a class would run, and fail, where the program is absent. */
  @Test
  void aTestClassThatDoesNotDeclareWhatItUsesIsTold() {
    assertThatThrownBy(Requirement.PROMTOOL::path)
        .hasMessage("annotate the test class with @Requires(PROMTOOL)");
  }
}
