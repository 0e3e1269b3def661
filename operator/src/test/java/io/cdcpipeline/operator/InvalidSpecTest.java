package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.status.ConditionType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a stage's systems cannot take becomes its condition, with the path of the field, before
 * anything is applied; and service accounts follow the templates.
 */
class InvalidSpecTest {
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
      """;

  private final OperatorFixture operator = ManagedSystems.operator();

  @AfterEach
  void stop() {
    operator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATABASE | database: {managed: {pd: {template: {container: {probes: {liveness:"
            + " {periodSeconds: 9}}}}}}} | core.pingcap.com/v1alpha1 | PDGroup | shop |"
            + " spec.database.managed.pd.template.container.probes.liveness: TiDB Operator gives"
            + " its pods no such probe: remove it",
        "DATABASE | database: {managed: {tikv: {config: 'storage.data-dir = \"x\"'}}} |"
            + " core.pingcap.com/v1alpha1 | TiKVGroup | shop | spec.database.managed.tikv.config:"
            + " storage.data-dir belongs to TiDB Operator: remove it",
        "KAFKA | kafka: {managed: {exporter: {template: {metadata: {labels: {strimzi.io/kind:"
            + " x}}}}}} | kafka.strimzi.io/v1 | Kafka | shop |"
            + " spec.kafka.managed.exporter.template.metadata.labels[strimzi.io/kind]: keys with"
            + " strimzi.io/ belong to the operators that run these pods: choose another",
        "KAFKA | kafka: {managed: {config: {log.dirs: /x}}} | kafka.strimzi.io/v1 | KafkaNodePool |"
            + " shop-dual | spec.kafka.managed.config: log.dirs belongs to Strimzi: remove it",
        "SEARCH | search: {managed: {config: {cluster.name: x}}} | elasticsearch.k8s.elastic.co/v1"
            + " | Elasticsearch | shop | spec.search.managed.config: cluster.name belongs to ECK:"
            + " remove it",
      })
  void namesTheFieldAndAppliesNothing(
      ConditionType type, String section, String api, String kind, String child, String message) {
    operator.apply(PIPELINE + "  " + section + "\n");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> operator.condition("shop", "shop", type).equals("InvalidSpec: " + message));
    assertThat(operator.child(api, kind, "shop", child)).isNull();

    operator.apply(PIPELINE);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                operator.child(api, kind, "shop", child) != null
                    && !operator.condition("shop", "shop", type).contains("InvalidSpec"));
  }

  @ParameterizedTest
  @CsvSource({
    "database, pd, core.pingcap.com/v1alpha1, PDGroup, shop-pd",
    "search, '', elasticsearch.k8s.elastic.co/v1, Elasticsearch, shop-es"
  })
  void aServiceAccountIsThereForItsAnnotationsAlone(
      String section, String component, String api, String kind, String account) {
    var template = "template: {serviceAccount: {annotations: {example.com/role: cdc}}}";
    var inside = component.isEmpty() ? template : component + ": {" + template + "}";
    operator.apply(PIPELINE + "  %s: {managed: {%s}}%n".formatted(section, inside));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> operator.child("v1", "ServiceAccount", "shop", account) != null);
    await().atMost(Duration.ofSeconds(30)).until(() -> uses(api, kind, account));
    var metadata = operator.child("v1", "ServiceAccount", "shop", account).getMetadata();
    assertThat(metadata.getAnnotations()).containsEntry("example.com/role", "cdc");
    assertThat(metadata.getOwnerReferences()).as("the pods may outlive the pipeline").isEmpty();

    operator.apply(PIPELINE);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                operator.child("v1", "ServiceAccount", "shop", account) == null
                    && !uses(api, kind, account));
  }

  private boolean uses(String api, String kind, String account) {
    return String.valueOf(operator.child(api, kind, "shop", "shop"))
        .contains("serviceAccountName=" + account);
  }

  @Test
  void withDeletionPolicyDeleteServiceAccountsGoWithTheirPods() {
    operator.apply(
        PIPELINE
            + """
              deletionPolicy: Delete
              database: {managed: {pd: {template: {serviceAccount: {annotations: {a: b}}}}}}
              search: {managed: {template: {serviceAccount: {annotations: {a: b}}}}}
            """);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                operator.child("v1", "ServiceAccount", "shop", "shop-pd") != null
                    && operator.child("v1", "ServiceAccount", "shop", "shop-es") != null);

    operator.client().resource(operator.pipeline("shop", "shop")).delete();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                operator.child("v1", "ServiceAccount", "shop", "shop-pd") == null
                    && operator.child("v1", "ServiceAccount", "shop", "shop-es") == null);
  }
}
