package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  @ParameterizedTest
  @CsvSource({"1, 3, 10", "99, 3, 10", "330, 10, 10", "1000, 30, 30"})
  void manyPipelinesAreLookedAtRarer(int pipelines, int soon, int ready) {
    var pace = new Pace();
    for (int i = 0; i < pipelines; i++) {
      pace.next(new ResourceID("p" + i, "ns"), true);
    }

    assertThat(pace.next(new ResourceID("p0", "ns"), false)).isEqualTo(Duration.ofSeconds(soon));
    assertThat(pace.next(new ResourceID("p0", "ns"), true)).isEqualTo(Duration.ofSeconds(ready));
  }
}
