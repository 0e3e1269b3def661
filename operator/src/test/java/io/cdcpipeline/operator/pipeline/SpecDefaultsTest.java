package io.cdcpipeline.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecDefaultsTest {
  private final SpecDefaults defaults = new SpecDefaults();

  @Test
  void completesAFileAsTheObjectMadeOfIt() throws IOException {
    var pipelines = samples();
    assertThat(pipelines).hasSizeGreaterThan(10);
    for (var pipeline : pipelines) {
      var object = Json.JSON.treeToValue(pipeline, CdcPipeline.class);
      assertThat(tree(defaults.complete(pipeline))).isEqualTo(tree(defaults.complete(object)));
    }
  }

  @Test
  void takesAFieldWithoutAValueForAbsent() throws JsonProcessingException {
    var bare = pipeline("{changefeed: {tables: ['shop.*']}}");
    var empty =
        pipeline("{consumer: null, kafka: {managed: null}, changefeed: {tables: ['shop.*']}}");

    assertThat(tree(defaults.complete(empty))).isEqualTo(tree(defaults.complete(bare)));
    assertThat(empty.at("/spec/consumer").isNull()).as("what was given stays as it is").isTrue();
  }

  private static List<ObjectNode> samples() throws IOException {
    var pipelines = new ArrayList<ObjectNode>();
    try (var files = Files.newDirectoryStream(Path.of("../samples"), "*.yaml")) {
      for (var file : files) {
        for (var document : Files.readString(file).split("(?m)^---$", -1)) {
          // Jackson's tree has no anchors.
          Object read = Serialization.unmarshal(document, Object.class);
          if (Json.JSON.valueToTree(read) instanceof ObjectNode object
              && object.path("kind").asText().equals("CdcPipeline")) {
            pipelines.add(object);
          }
        }
      }
    }
    return pipelines;
  }

  private static ObjectNode pipeline(String spec) throws JsonProcessingException {
    return (ObjectNode) Json.YAML.readTree("{metadata: {name: shop}, spec: %s}".formatted(spec));
  }

  private static JsonNode tree(CdcPipeline pipeline) {
    return Json.JSON.valueToTree(pipeline);
  }
}
