package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.RealOperator;
import io.cdcpipeline.operator.SteadyState;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real ECK beside the real operator: how it treats our Elasticsearch, users, roles and Beat. No
 * node ever runs here, so the record of the installed index template is set by hand.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class EckIT {
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final String ELASTICSEARCH = "elasticsearch.k8s.elastic.co/v1";

  /** Of every new Beat: ECK looks at it before it has made the user that it gives to a Beat. */
  private static final String FIRST_LOOK =
      "AssociationError: Association backend for elasticsearch is not configured";

  private static final Map<GoldenCase, ResourceNames> PIPELINES = new EnumMap<>(GoldenCase.class);
  private static RealApi api;
  private static RealOperator operator;
  private static RunningBinary eck;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0-all", "prometheus-operator");
    for (var namespace : List.of("elastic-system", "monitoring", "grafana")) {
      api.run("create", "namespace", namespace);
    }
    eck =
        RunningBinary.start(
            api,
            "eck-operator",
            "manager",
            "--development",
            "--enable-leader-election=false",
            "--operator-namespace=elastic-system",
            "--manage-webhook-certs=false",
            "--enable-webhook=false",
            "--metrics-port=0",
            "--disable-telemetry",
            "--validate-storage-class=false",
            // For all of its clusters' users: by default it hashes most of them at every look.
            "--password-hash-cache-size=200",
            "--ip-family=IPv4");
    operator = new RealOperator(api, Map.of());
    for (var golden : GoldenCase.values()) {
      PIPELINES.put(golden, applied(golden));
    }
    PIPELINES.forEach(EckIT::templateIsPut);
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      operator.deletePipelinesAndClose(api);
    }
    if (eck != null) {
      eck.close();
    }
  }

  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, names = "EXISTING", mode = EnumSource.Mode.EXCLUDE)
  void eckRunsElasticsearchAsIntended(GoldenCase golden) {
    var names = PIPELINES.get(golden);
    var managed = golden.pipeline().getSpec().search().managed();
    var set = made(names, "StatefulSet", "shop-es-default");

    assertThat(set.at("/spec/replicas").asInt()).isEqualTo(managed.nodes());
    assertThat(set.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage").asText())
        .isEqualTo(managed.storage());
    var container = container(set, "elasticsearch");
    assertThat(container.path("image").asText()).endsWith(":" + managed.version());
    if (managed.resources() != null) {
      assertThat(container.at("/resources/limits/memory").asText())
          .isEqualTo(managed.resources().limits().get("memory").toString());
    }
    assertThat(phase(names)).isNotIn("Invalid", "Stalled");
  }

  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, names = "EXISTING", mode = EnumSource.Mode.EXCLUDE)
  void theFileRealmHasOurUsersAndRoles(GoldenCase golden) throws IOException {
    var names = PIPELINES.get(golden);
    var realm = content(names, "shop-es-xpack-file-realm", "users_roles");

    assertThat(realm.get("users").lines())
        .anyMatch(user -> user.startsWith("cdc-writer:$2a$"))
        .anyMatch(user -> user.startsWith("cdc-reader:$2a$"))
        .anyMatch(user -> user.startsWith("cdc-setup:$2a$"));
    assertThat(realm.get("users_roles").lines())
        .contains("cdc_writer:cdc-writer", "cdc_reader:cdc-reader", "cdc_setup:cdc-setup");
    var roles = Json.YAML.readTree(realm.get("roles.yml"));
    assertThat(roles.at("/cdc_writer/indices/0/privileges"))
        .hasToString("[\"create_doc\",\"auto_configure\"]");
    assertThat(roles.at("/cdc_reader/indices/0/privileges"))
        .hasToString("[\"read\",\"view_index_metadata\"]");
    assertThat(roles.at("/cdc_setup/cluster"))
        .hasToString("[\"monitor\",\"manage_index_templates\"]");
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void filebeatHasTheIntendedConfiguration(GoldenCase golden) {
    var names = PIPELINES.get(golden);
    var rendered = content(names, "shop-beat-filebeat-config", "beat.yml").get("beat.yml");

    var folder = "golden/" + golden.name().toLowerCase(Locale.ROOT);
    Golden.assertSame(
        Golden.resource(folder + "/rendered-beat.yml"),
        rendered.replace(names.namespace(), "shop"),
        "mvn test -pl operator -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=EckIT"
            + " -Dgolden.update=true");
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void filebeatRunsOnEveryNodeWithLeastPrivileges(GoldenCase golden) {
    var names = PIPELINES.get(golden);
    var set = made(names, "DaemonSet", "shop-beat-filebeat");

    var pod = set.at("/spec/template/spec");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("hostNetwork").asBoolean()).isFalse();
    var container = container(set, "filebeat");
    assertThat(container.path("volumeMounts"))
        .anySatisfy(
            mount -> {
              assertThat(mount.path("mountPath").asText()).isEqualTo("/var/log/pods");
              assertThat(mount.path("readOnly").asBoolean()).isTrue();
            });
    var secret = golden == GoldenCase.EXISTING ? "es" : "shop-es-writer";
    assertThat(container.path("env"))
        .anySatisfy(
            variable -> {
              assertThat(variable.path("name").asText()).isEqualTo("ES_PASSWORD");
              assertThat(variable.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo(secret);
            });
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void eckReportsNoErrorsAndNeitherOperatorOverwritesTheOther(GoldenCase golden) {
    var names = PIPELINES.get(golden);
    made(names, "DaemonSet", "shop-beat-filebeat");
    var steady = SteadyState.of("beside ECK, " + golden, api, operator, names.namespace(), 20);

    assertThat(steady.writes()).as("writes of our operator").isEmpty();
    assertThat(steady.lines()).as("lines of our operator").isEmpty();
    assertThat(warnings(names)).isEmpty();
  }

  /** What ECK reports about the objects of a pipeline. */
  private static List<String> warnings(ResourceNames names) {
    return api.client().v1().events().inNamespace(names.namespace()).list().getItems().stream()
        .filter(e -> e.getType().equals("Warning"))
        .filter(e -> List.of("Elasticsearch", "Beat").contains(e.getInvolvedObject().getKind()))
        .map(e -> e.getReason() + ": " + e.getMessage())
        .filter(warning -> !warning.equals(FIRST_LOOK))
        .toList();
  }

  private static ResourceNames applied(GoldenCase golden) {
    var names = new ResourceNames(api.namespace(), "shop");
    secret(names, "reader", "password=p");
    secret(names, "es", "username=shipper", "password=p");
    secret(names, "es-ca", "ca.crt=none");
    var pipeline = golden.pipeline();
    pipeline.getMetadata().setNamespace(names.namespace());
    api.client().resource(pipeline).create();
    return names;
  }

  /** As the operator records it once Elasticsearch serves. */
  private static void templateIsPut(GoldenCase golden, ResourceNames names) {
    var identity =
        golden == GoldenCase.EXISTING
            ? golden.pipeline().getSpec().search().existing().url()
            : await()
                .atMost(SOON)
                .until(() -> get(names, ELASTICSEARCH, "Elasticsearch", "shop"), e -> e != null)
                .getMetadata()
                .getUid();
    api.client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(names.namespace())
                .withName(names.applied())
                .withLabels(Labels.of(names, ComponentName.OPERATOR))
                .endMetadata()
                .addToData("index-template", identity + " by-hand")
                .build())
        .fieldManager("test")
        .serverSideApply();
  }

  private static void secret(ResourceNames names, String name, String... content) {
    var command = new ArrayList<>(List.of("create", "secret", "generic", name));
    command.addAll(List.of("-n", names.namespace()));
    for (var one : content) {
      command.add("--from-literal=" + one);
    }
    api.kubectl(command.toArray(String[]::new));
  }

  /** The decoded Secret, once it has the key. */
  private static Map<String, String> content(ResourceNames names, String secret, String key) {
    var found =
        await()
            .atMost(SOON)
            .until(
                () -> api.client().secrets().inNamespace(names.namespace()).withName(secret).get(),
                s -> s != null && s.getData() != null && s.getData().containsKey(key));
    return decoded(found);
  }

  private static Map<String, String> decoded(Secret secret) {
    var content = new TreeMap<String, String>();
    secret
        .getData()
        .forEach(
            (key, value) ->
                content.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return content;
  }

  private static String phase(ResourceNames names) {
    return get(names, ELASTICSEARCH, "Elasticsearch", "shop").get("status", "phase");
  }

  /** What ECK created, once it exists. */
  private static JsonNode made(ResourceNames names, String kind, String name) {
    var set =
        await().atMost(SOON).until(() -> get(names, "apps/v1", kind, name), found -> found != null);
    return Json.JSON.valueToTree(set);
  }

  private static JsonNode container(JsonNode set, String name) {
    for (var container : set.at("/spec/template/spec/containers")) {
      if (name.equals(container.path("name").asText())) {
        return container;
      }
    }
    throw new AssertionError("no container " + name);
  }

  private static GenericKubernetesResource get(
      ResourceNames names, String apiVersion, String kind, String name) {
    return api.client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(names.namespace())
        .withName(name)
        .get();
  }
}
