package io.cdcpipeline.cli.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmokeTargetTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsTheCertificateForTicdcOnlyWhereItIsAskedForOne(boolean tls) {
    var pipeline =
        Serialization.unmarshal(
            """
            apiVersion: cdcpipeline.io/v1alpha1
            kind: CdcPipeline
            metadata: {name: shop, namespace: shop}
            spec: {database: {managed: {tls: %s}}}
            """
                .formatted(tls),
            GenericKubernetesResource.class);
    var secrets = SmokeTarget.of(pipeline).secrets();
    assertThat(secrets.contains("shop-cluster-client-secret")).isEqualTo(tls);
  }
}
