package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class PreloadTest {
  /** What it does is seen in the benchmark only; that it fails would be seen nowhere. */
  @Test
  void buildsAndSerializesEveryChild() {
    var preload = new Preload(new SpecDefaults(), new KubernetesSerialization());

    assertThatCode(preload::run).doesNotThrowAnyException();
  }
}
