package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every mutable field of the spec, changed once on an existing pipeline: its child follows. A new
 * field of the API fails the test until it has a row here.
 */
class SpecChangesTest {
  private static final String NEW_LIMITS = "{\"cpu\": \"9\", \"memory\": \"9Gi\"}";
  private static final String NEW_REQUESTS = "{\"cpu\": \"999m\", \"memory\": \"8Gi\"}";

  /** Fields without a child, which the named tests cover. */
  private static final List<String> ELSEWHERE =
      List.of(
          // TiCDC's configuration: ChangefeedStageTest, StepMatrixTest, ReplicaConfigTest
          "suspend",
          "changefeed.dispatch",
          "changefeed.tablesWithoutKey",
          "changefeed.restartNonce",
          "changefeed.startFrom.*",
          "changefeed.eventFilters[].*",
          "changefeed.columnSelectors[].*",
          // SQL: DatabaseStageTest
          "database.schema.*",
          "database.users[].privileges",
          // existing systems: the tests of their stages; switching to or from managed is refused
          "database.existing.*",
          "kafka.existing.*",
          "search.existing.*",
          // instead of Elasticsearch: LokiStageTest, LokiDashboardTest
          "search.loki.*",
          // Elasticsearch's own calls: SearchStageTest
          "search.retentionDays",
          // a Job for each nonce: ReplayReconcilerTest, ReplayPlanTest
          "replay.*",
          // immutable: ValidationIT; with it, TidbTlsChildrenTest and TidbTlsStageTest
          "database.managed.tls",
          // immutable: ValidationIT
          "kafka.topic.name",
          ".*storageClassName",
          // every setting of every component: *PodsTest, TemplateRolloutTest
          "(.*[.])?template[.].*",
          // needs an Elasticsearch that answers: SearchChildrenTest
          "search.filebeat.image",
          "search.filebeat.resources.*",
          // a permission, not a setting of a child: ForeignAddressesIT
          ".*allowFrom");

  /** Field, new value, and the child that must follow. */
  private static final String[][] ROWS = {
    {"database.managed.version", "v8.5.7", "core.pingcap.com/v1alpha1 PDGroup shop"},
    {"kafka.managed.version", "4.3.1", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.replicas", "5", "kafka.strimzi.io/v1 KafkaNodePool shop-dual"},
    {"kafka.managed.storage", "900Gi", "kafka.strimzi.io/v1 KafkaNodePool shop-dual"},
    {"kafka.managed.tls", "false", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.image", "kafka:2", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.config", "{log.cleaner.threads: 3}", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.listeners[].name", "outside", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.listeners[].port", "9097", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.listeners[].type", "loadbalancer", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.listeners[].authentication", "scram-sha-512", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.listeners[].tls", "false", "kafka.strimzi.io/v1 Kafka shop"},
    {
      "kafka.managed.listeners[].configuration",
      "{maxConnections: 9}",
      "kafka.strimzi.io/v1 Kafka shop"
    },
    {"kafka.managed.listeners[].networkPolicyPeers", "[]", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.rack.topologyKey", "example.com/rack", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.exporter.image", "exporter:2", "kafka.strimzi.io/v1 Kafka shop"},
    {"kafka.managed.entityOperator.image", "entities:2", "kafka.strimzi.io/v1 Kafka shop"},
    {"search.managed.image", "es:2", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
    {"search.managed.config", "{a: 1}", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
    {"kafka.topic.partitions", "24", "kafka.strimzi.io/v1 KafkaTopic shop-events"},
    {"kafka.topic.replicas", "2", "kafka.strimzi.io/v1 KafkaTopic shop-events"},
    {"kafka.topic.retention", "9d", "kafka.strimzi.io/v1 KafkaTopic shop-events"},
    {"changefeed.maxMessageBytes", "5000000", "kafka.strimzi.io/v1 KafkaTopic shop-events"},
    {"changefeed.tables", "[\"shop.*\", \"more.orders\"]", "apps/v1 Deployment shop-consumer"},
    {"consumer.image", "consumer:2.0", "apps/v1 Deployment shop-consumer"},
    {"consumer.replicas", "4", "apps/v1 Deployment shop-consumer"},
    {"consumer.deadLetter.topic", "other-dead", "apps/v1 Deployment shop-consumer"},
    {"consumer.redact[].columns", "[\"phone\"]", "v1 ConfigMap shop-consumer"},
    {"consumer.redact[].table", "shop.suppliers", "v1 ConfigMap shop-consumer"},
    {"consumer.redact[].method", "mask", "v1 ConfigMap shop-consumer"},
    {"search.managed.version", "9.5.3", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
    {"search.managed.nodes", "3", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
    {"search.managed.storage", "900Gi", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
    {"monitoring.labels", "{\"release\": \"other\"}", "monitoring.coreos.com/v1 PodMonitor *"},
    {"monitoring.thresholds.lag", "7m", "monitoring.coreos.com/v1 PrometheusRule shop"},
    {"monitoring.thresholds.hopLag", "3m", "monitoring.coreos.com/v1 PrometheusRule shop"},
    {"monitoring.thresholds.lagRecords", "9", "monitoring.coreos.com/v1 PrometheusRule shop"},
    {"monitoring.thresholds.resumeDeadline", "9h", "monitoring.coreos.com/v1 PrometheusRule shop"},
    {"monitoring.thresholds.diskFreePercent", "9", "monitoring.coreos.com/v1 PrometheusRule shop"},
    {"deletionPolicy", "Retain", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
    {"monitoring.alerts", "false", "monitoring.coreos.com/v1 PrometheusRule shop"},
    {"monitoring.dashboards", "false", "v1 ConfigMap shop-dashboard"},
    {"monitoring.enabled", "false", "monitoring.coreos.com/v1 PodMonitor *"},
    {"search.enabled", "false", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"},
  };

  private record Row(String field, String value, String child) {}

  @Test
  void theChildFollowsEveryFieldOfTheSpec() throws IOException {
    try (var operator = ManagedSystems.operator()) {
      var pipeline = (ObjectNode) Json.JSON.<JsonNode>valueToTree(GoldenCase.FULL.pipeline());
      operator.apply(pipeline.toString());
      ManagedSystems.reportReady(operator);
      await().until(() -> !seen(operator, "apps/v1 Deployment shop-consumer").isEmpty());
      for (var row : rows()) {
        var before = seen(operator, row.child());
        change(pipeline.get("spec"), row);
        operator.apply(pipeline.toString());
        await("%s reaches %s".formatted(row.field(), row.child()))
            .atMost(Duration.ofSeconds(30))
            .until(() -> !seen(operator, row.child()).equals(before));
      }
    }
  }

  @Test
  void everyFieldHasARow() throws IOException {
    var known = rows().stream().map(Row::field).toList();
    var missing = new TreeSet<String>();
    for (var field : fields()) {
      boolean elsewhere =
          ELSEWHERE.stream().anyMatch(p -> field.matches(p.replace("[]", "\\[\\]")));
      if (!elsewhere && !known.contains(field)) {
        missing.add(field);
      }
    }
    assertThat(missing).as("fields without a row").isEmpty();
  }

  /** Sizes that every component has. */
  private static List<Row> rows() {
    var rows = new ArrayList<Row>();
    // Users come first: they wait for a TiDB that every later row re-creates.
    var user = "database.users[].";
    rows.add(new Row(user + "passwordSecret", "null", "v1 Secret shop-db-user-shop-reader"));
    rows.add(new Row(user + "name", "shop_boss", "v1 Secret shop-db-user-shop-boss"));
    for (var component : List.of("PD", "TiKV", "TiDB", "TiCDC")) {
      var field = "database.managed." + component.toLowerCase(java.util.Locale.ROOT);
      var child = "core.pingcap.com/v1alpha1 %sGroup shop".formatted(component);
      rows.add(new Row(field + ".replicas", "5", child));
      rows.add(new Row(field + ".storage", "900Gi", child));
      rows.add(new Row(field + ".image", "other", child));
      rows.add(new Row(field + ".config", "'[log]\n\n  level = \"error\"'", child));
      rows.addAll(resources(field, child));
    }
    rows.addAll(resources("kafka.managed", "kafka.strimzi.io/v1 KafkaNodePool shop-dual"));
    rows.addAll(resources("consumer", "apps/v1 Deployment shop-consumer"));
    rows.addAll(resources("search.managed", "elasticsearch.k8s.elastic.co/v1 Elasticsearch shop"));
    Stream.of(ROWS).map(r -> new Row(r[0], r[1], r[2])).forEach(rows::add);
    return rows;
  }

  private static List<Row> resources(String field, String child) {
    return List.of(
        new Row(field + ".resources.limits", NEW_LIMITS, child),
        new Row(field + ".resources.requests", NEW_REQUESTS, child));
  }

  private static void change(JsonNode spec, Row row) throws IOException {
    var path = List.of(row.field().split("\\.", -1));
    var at = spec;
    for (var key : path.subList(0, path.size() - 1)) {
      at = key.endsWith("[]") ? last(at.get(key.replace("[]", ""))) : at.get(key);
    }
    var name = path.get(path.size() - 1);
    if (row.value().equals("null")) {
      ((ObjectNode) at).remove(name);
    } else {
      ((ObjectNode) at).set(name, Json.YAML.readTree(row.value()));
    }
  }

  private static JsonNode last(JsonNode list) {
    return list.get(((ArrayNode) list).size() - 1);
  }

  /** The named fields of the child, or of all children of the kind; empty when there is none. */
  private static String seen(OperatorFixture operator, String child) {
    var parts = child.split(" ", -1);
    var live =
        operator.client().genericKubernetesResources(parts[0], parts[1]).inNamespace("shop").list();
    return live.getItems().stream()
        .filter(c -> parts[2].equals("*") || parts[2].equals(c.getMetadata().getName()))
        .map(SpecChangesTest::given)
        .sorted()
        .reduce("", String::concat);
  }

  private static String given(GenericKubernetesResource child) {
    var fields = new java.util.TreeMap<>(child.getAdditionalProperties());
    fields.remove("status");
    return child.getMetadata().getName() + child.getMetadata().getLabels() + fields;
  }

  /** The leaves of the CRD's spec, as "a.b[].c". */
  private static List<String> fields() throws IOException {
    var crd = Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml").toFile();
    var fields = new ArrayList<String>();
    collect(
        "",
        Json.YAML
            .readTree(crd)
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties"),
        fields);
    return fields;
  }

  private static void collect(String path, JsonNode properties, List<String> fields) {
    for (var property : properties.properties()) {
      var field = path + property.getKey();
      var schema = property.getValue();
      if (schema.has("properties")) {
        collect(field + ".", schema.get("properties"), fields);
      } else if (schema.at("/items/properties").isObject()) {
        collect(field + "[].", schema.at("/items/properties"), fields);
      } else {
        fields.add(field);
      }
    }
  }
}
