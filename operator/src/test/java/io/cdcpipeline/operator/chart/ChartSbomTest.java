package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The chart's bill of materials (CycloneDX 1.6): our images, and what a pipeline with the default
 * versions makes the other operators run. Without a time or a serial number, so that two builds of
 * one commit are equal. The jars of the images are in /app/sbom.json of each.
 */
class ChartSbomTest {
  @Test
  void listsWhatTheChartBrings() throws IOException {
    var bom = Json.JSON.createObjectNode();
    bom.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
    var chart = Json.YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
    var name = chart.get("name").asText();
    component(bom.putObject("metadata").putObject("component"), "application", name, version(chart))
        .put("purl", "pkg:helm/%s@%s".formatted(name, version(chart)));

    var components = bom.putArray("components");
    var operator = container();
    image(components, operator.getImage());
    image(components, variable(operator, "CONSUMER_IMAGE"));
    platform(components, "TiDB", "pingcap/tidb", "database");
    platform(components, "TiCDC", "pingcap/ticdc", "database");
    platform(components, "Apache Kafka", "apache/kafka", "kafka");
    platform(components, "Elasticsearch", "elastic/elasticsearch", "search");
    platform(components, "Filebeat", "elastic/beats", "search");

    assertThat(components).hasSize(7);
    var text =
        Json.JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(bom) + "\n";
    Golden.assertSame(Chart.FOLDER.resolve("sbom.cdx.json"), text, "make golden");
  }

  private static String version(JsonNode chart) {
    return chart.get("version").asText();
  }

  private static Container container() {
    var pod = Chart.one(Deployment.class, Map.of()).getSpec().getTemplate().getSpec();
    return pod.getContainers().get(0);
  }

  private static String variable(Container container, String name) {
    return container.getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static void image(ArrayNode components, String image) {
    var parts = image.split(":", 2);
    var name = parts[0].substring(parts[0].lastIndexOf('/') + 1);
    component(components.addObject(), "container", name, parts[1])
        .put("purl", "pkg:oci/%s?repository_url=%s&tag=%s".formatted(name, parts[0], parts[1]));
  }

  private static void platform(ArrayNode components, String name, String source, String stage)
      throws IOException {
    var version = defaultVersion(stage);
    component(components.addObject(), "application", name, version)
        .put("purl", "pkg:github/%s@%s".formatted(source, version))
        .put("scope", "optional");
  }

  private static ObjectNode component(ObjectNode node, String type, String name, String version) {
    return node.put("type", type)
        .put("bom-ref", name + "@" + version)
        .put("name", name)
        .put("version", version);
  }

  private static String defaultVersion(String stage) throws IOException {
    var crd = Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml").toFile();
    return Json.YAML
        .readTree(crd)
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/" + stage)
        .at("/properties/managed/properties/version/default")
        .asText();
  }
}
