package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImagePullSecretsTest {
  private static final ImagePullSecrets TWO = new ImagePullSecrets(List.of("mirror", "vendor"));
  private static final String BOTH = "[{name=mirror}, {name=vendor}]";

  /** How often they are in each child of a complete pipeline; kinds without pods have none. */
  @Test
  void everyKindWithPodsGetsThem() throws IOException {
    var times = new TreeMap<String, Integer>();
    for (var file : children()) {
      var child = read(file);
      var before = child.toString();
      TWO.addTo(child);
      int added = count(child.toString()) - count(before);
      if (added > 0) {
        times.merge(child.getKind(), added, Integer::sum);
      }
    }

    assertThat(times)
        .hasToString(
            "{Beat=1, Deployment=1, Elasticsearch=1, Job=1, Kafka=2, KafkaNodePool=1, PDGroup=1,"
                + " TiCDCGroup=1, TiDBGroup=1, TiKVGroup=1, TidbCluster=1}");
  }

  @Test
  void theManifestsOwnAreNotReplaced() {
    var deployment = yaml("spec: {template: {spec: {imagePullSecrets: [{name: own}]}}}");
    TWO.addTo(deployment);

    assertThat(deployment.toString()).contains("[{name=own}]").doesNotContain("mirror");
  }

  @Test
  void whatIsNotDeployedGetsNone() {
    var kafka = yaml("spec: {kafka: {}}").edit().withKind("Kafka").build();
    TWO.addTo(kafka);

    assertThat(kafka.toString()).doesNotContain("mirror");
  }

  private static int count(String text) {
    return text.split(java.util.regex.Pattern.quote(BOTH), -1).length - 1;
  }

  private static GenericKubernetesResource yaml(String spec) {
    try {
      return Json.YAML.readValue("kind: Deployment\n" + spec, GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> children() throws IOException {
    try (var files = Files.list(Golden.resource("golden/full"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("out-")).toList();
    }
  }

  private static GenericKubernetesResource read(Path file) throws IOException {
    return Json.YAML.readValue(file.toFile(), GenericKubernetesResource.class);
  }
}
