package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.remote.DeniedAddresses;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The managed Kafka of pipeline shop/shop in a cluster whose pods and Services have two addresses.
 */
class DualStackTest {
  private static final Map<String, String> KAFKA = Map.of("strimzi.io/cluster", "shop");

  private final OperatorFixture operator =
      new OperatorFixture(Clock.systemUTC(), java.util.List.of());

  @BeforeEach
  void create() {
    operator.apply(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: shop, namespace: shop}
        spec: {changefeed: {tables: ["shop.*"]}}
        """);
    var service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("kafka")
            .withNamespace("shop")
            .endMetadata()
            .withNewSpec()
            .withSelector(KAFKA)
            .withClusterIP("10.96.0.9")
            .withClusterIPs("10.96.0.9", "fd00:96::9")
            .endSpec()
            .build();
    operator.client().resource(service).create();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("kafka-0")
            .withNamespace("shop")
            .withLabels(KAFKA)
            .endMetadata()
            .withNewStatus()
            .withPodIP("fd00:10::7")
            .addNewPodIP("fd00:10::7")
            .addNewPodIP("10.244.0.7")
            .endStatus()
            .build();
    operator.client().resource(pod).create();
    operator.client().resource(pod).updateStatus();
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.96.0.9", "fd00:96::9", "fd00:10::7", "10.244.0.7"})
  void eachAddressIsThatOfTheManagedSystem(String address) {
    assertThatThrownBy(check("stranger", address))
        .hasMessageContaining("belongs to pipeline shop in namespace shop");
    assertThatCode(check("shop", address)).doesNotThrowAnyException();
  }

  @Test
  void anotherAddressIsNobodys() {
    assertThatCode(check("stranger", "fd00:96::10")).doesNotThrowAnyException();
  }

  private ThrowingCallable check(String namespace, String address) {
    var addresses =
        new ForeignAddresses(
            operator.client(), Clock.systemUTC(), DeniedAddresses.NONE, Set.of(), Set.of());
    return () ->
        addresses.forNamespace(namespace).check("some.name", InetAddress.getByName(address));
  }
}
