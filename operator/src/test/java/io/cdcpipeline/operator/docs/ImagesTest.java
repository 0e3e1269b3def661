package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * docs/images.txt is generated: what a registry has to have for pipelines with the default versions
 * on machines without network. Repositories are the defaults of TiDB Operator (pkg/image/image.go
 * and the chart's values), Strimzi and ECK, in the versions that kind/settings.sh pins.
 */
class ImagesTest {
  private static final Pattern PINNED =
      Pattern.compile("^(\\w+)_version=v?([0-9.]+)$", Pattern.MULTILINE);

  @Test
  void listsEveryImageOfAPipeline() throws IOException {
    var images = new LinkedHashSet<String>();
    images.addAll(ours());
    images.addAll(tidb());
    images.addAll(strimzi());
    images.addAll(elastic());

    assertThat(images).allMatch(image -> image.matches("[a-z.]+[.][a-z]+/[a-z/-]+:v?[0-9][^ ]*"));
    Golden.assertSame(
        Golden.root().resolve("docs/images.txt"), String.join("\n", images) + "\n", "make golden");
  }

  /** Messages of OperatorNotInstalled, kind-up and this list name the same versions. */
  @Test
  void theOperatorsVersionsAreThoseThatMessagesName() throws IOException {
    assertThat(RequiredOperator.TIDB.install()).contains("v" + pinned("tidb_operator"));
    assertThat(RequiredOperator.STRIMZI.install()).endsWith(pinned("strimzi"));
    assertThat(RequiredOperator.ECK_BEAT.install()).endsWith(pinned("eck"));
    assertThat(RequiredOperator.PROMETHEUS.install()).endsWith(pinned("prometheus_stack"));
  }

  private static Set<String> ours() throws IOException {
    var chart = Golden.root().resolve("helm/cdc-pipeline-operator/Chart.yaml");
    var annotations = Json.YAML.readTree(chart.toFile()).path("annotations");
    var images = new LinkedHashSet<String>();
    Json.YAML
        .readTree(annotations.path("artifacthub.io/images").asText())
        .forEach(image -> images.add(image.path("image").asText()));
    return images;
  }

  private static List<String> tidb() throws IOException {
    var operator = "docker.io/pingcap/tidb-operator";
    var version = pinned("tidb_operator");
    var tidb = defaultVersion("database");
    return List.of(
        operator + ":v" + version,
        operator + "-prestop-checker:v" + version,
        "docker.io/pingcap/pd:" + tidb,
        "docker.io/pingcap/tikv:" + tidb,
        "docker.io/pingcap/tidb:" + tidb,
        "docker.io/pingcap/ticdc:" + tidb);
  }

  private static List<String> strimzi() throws IOException {
    var version = pinned("strimzi");
    return List.of(
        "quay.io/strimzi/operator:" + version,
        "quay.io/strimzi/kafka:%s-kafka-%s".formatted(version, defaultVersion("kafka")));
  }

  private static List<String> elastic() throws IOException {
    var version = defaultVersion("search");
    return List.of(
        "docker.elastic.co/eck/eck-operator:" + pinned("eck"),
        "docker.elastic.co/elasticsearch/elasticsearch:" + version,
        "docker.elastic.co/beats/filebeat:" + version);
  }

  private static String pinned(String name) throws IOException {
    var settings = Files.readString(Golden.root().resolve("kind/settings.sh"));
    return PINNED
        .matcher(settings)
        .results()
        .filter(found -> found.group(1).equals(name))
        .map(found -> found.group(2))
        .findFirst()
        .orElseThrow();
  }

  private static String defaultVersion(String stage) throws IOException {
    JsonNode crd =
        Json.YAML.readTree(
            Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml").toFile());
    return crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/" + stage)
        .at("/properties/managed/properties/version/default")
        .asText();
  }
}
