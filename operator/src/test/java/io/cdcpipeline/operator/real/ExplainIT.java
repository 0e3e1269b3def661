package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.requirement.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CRD as users of kubectl meet it. */
@Requires(REAL_API)
class ExplainIT {
  private static final RealApi API = RealApi.get();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cdcpipeline | A change-data-capture platform",
        "cdcpipeline.spec | What the pipeline should be",
        "cdcpipeline.status | What the pipeline is",
        "cdcpipeline.spec.consumer.template | How its pods, and those of a replay, differ",
        "cdcpipeline.spec.kafka.managed.exporter.template.pod.tolerations | Taints that the pods",
        "cdcpipeline.spec.database.managed.tikv.config | as TOML",
      })
  void kubectlExplains(String path, String meaning) {
    assertThat(API.kubectl("explain", path).replaceAll("\\s+", " ")).contains(meaning);
  }

  /** Which keeps the whole CRD in an annotation. */
  @Test
  void kubectlAppliesTheCrdOnTheClientsSideToo() {
    var crd = Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml").toString();

    assertThat(API.kubectl("apply", "-f", crd)).contains("cdcpipelines.cdcpipeline.io configured");
  }
}
