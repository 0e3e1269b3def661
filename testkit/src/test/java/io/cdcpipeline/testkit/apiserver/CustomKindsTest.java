package io.cdcpipeline.testkit.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds defined by a CRD: defaults, rules, status, creation and deletion. */
class CustomKindsTest {
  private static final Path CRD =
      Path.of(
          System.getProperty("repository.root", ".."), "crds/cdcpipelines.cdcpipeline.io-v1.yml");

  private ApiServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server = ApiServer.start();
    client = server.client();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void fillsDefaultsOfTheCrdAndExplainsViolations() {
    installCrd();

    GenericKubernetesResource created = client.resource(pipeline("shop", "[shop.*]")).create();
    assertThat(created.<String>get("spec", "deletionPolicy")).isEqualTo("Retain");
    assertThat(created.<Integer>get("spec", "kafka", "topic", "partitions")).isEqualTo(6);
    assertThatThrownBy(() -> client.resource(pipeline("empty", "[]")).create())
        .hasMessageContaining("CdcPipeline.cdcpipeline.io \"empty\" is invalid")
        .hasMessageContaining("spec.changefeed.tables")
        .hasMessageContaining("should have at least 1 items");
    assertThatThrownBy(() -> client.resource(pipeline("only-exclude", "['!a.*']")).create())
        .hasMessageContaining("spec.changefeed.tables: Invalid value");
    assertThatThrownBy(() -> client.resource(pipeline("1bad", "[shop.*]")).create())
        .hasMessageContaining("is invalid: <nil>: Invalid value");
  }

  @Test
  void checksTransitionRulesAgainstTheStoredObject() {
    installCrd();
    client.resource(pipeline("shop", "[shop.*]")).create();

    assertThatThrownBy(() -> merge("shop", "{\"spec\":{\"kafka\":{\"topic\":{\"partitions\":3}}}}"))
        .hasMessageContaining("spec.kafka.topic.partitions: Invalid value: 3");
    assertThat(
            merge("shop", "{\"spec\":{\"kafka\":{\"topic\":{\"partitions\":12}}}}")
                .getMetadata()
                .getGeneration())
        .isEqualTo(2);
    assertThatThrownBy(
            () -> merge("shop", "{\"spec\":{\"kafka\":{\"topic\":{\"partitions\":null}}}}"))
        .as("a null deletes the field, and its default is below 12")
        .hasMessageContaining("Invalid value: 6");
  }

  @ParameterizedTest
  @CsvSource({
    "self.spec.isReplicated(), undeclared reference to 'isReplicated'",
    "size(selv) > 0, undeclared reference to 'selv'",
    "isQuantity(1), found no matching overload for 'isQuantity'",
  })
  void refusesACrdWhoseRulesDoNotFit(String rule, String words) throws IOException {
    var crd = Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);
    var schema = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    schema.setXKubernetesValidations(List.of(new ValidationRuleBuilder().withRule(rule).build()));

    assertThatThrownBy(() -> client.resource(crd).create())
        .hasMessageContaining("x-kubernetes-validations[0].rule: Invalid value")
        .hasMessageContaining(words);
  }

  @Test
  void keepsStatusToItsSubresource() {
    installCrd();
    GenericKubernetesResource shop = client.resource(pipeline("shop", "[shop.*]")).create();
    shop.setAdditionalProperty("status", Map.of("phase", "Running"));
    GenericKubernetesResource plain = client.resource(shop).update();
    assertThat(plain.<Object>get("status", "phase")).as("only the default").isNull();

    plain.setAdditionalProperty("status", Map.of("phase", "Running"));
    GenericKubernetesResource status = client.resource(plain).updateStatus();
    assertThat(status.<String>get("status", "phase")).isEqualTo("Running");
    assertThat(status.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void kindsAreServedWhileTheirCrdExists() {
    assertThat(client.supports("cdcpipeline.io/v1alpha1", "CdcPipeline")).isFalse();
    CustomResourceDefinition crd = installCrd();
    assertThat(client.supports("cdcpipeline.io/v1alpha1", "CdcPipeline")).isTrue();
    client.resource(crd).delete();
    assertThat(client.supports("cdcpipeline.io/v1alpha1", "CdcPipeline")).isFalse();
  }

  @Test
  void servesTheKindsOfOtherOperators() {
    for (ForeignKinds kinds : ForeignKinds.values()) {
      kinds.install(client);
    }
    assertThat(client.supports("elasticsearch.k8s.elastic.co/v1", "Elasticsearch")).isTrue();
    GenericKubernetesResource topic =
        Serialization.unmarshal(
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata: {name: events}
            spec: {partitions: 6, config: {retention.ms: 604800000}}
            """,
            GenericKubernetesResource.class);
    assertThat(
            client
                .resource(topic)
                .fieldManager("t")
                .serverSideApply()
                .<Integer>get("spec", "partitions"))
        .isEqualTo(6);
  }

  private GenericKubernetesResource merge(String name, String patch) {
    return client
        .genericKubernetesResources("cdcpipeline.io/v1alpha1", "CdcPipeline")
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private CustomResourceDefinition installCrd() {
    return client
        .resource(Serialization.unmarshal(read(CRD), CustomResourceDefinition.class))
        .create();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GenericKubernetesResource pipeline(String name, String tables) {
    return Serialization.unmarshal(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: "%s"}
        spec: {changefeed: {tables: %s}}
        """
            .formatted(name, tables),
        GenericKubernetesResource.class);
  }
}
