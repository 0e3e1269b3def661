package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.TemplateMatrix;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every field of the spec has an example in some sample. */
class SamplesTest {
  private static final String TEMPLATE = "(.*[.])?template[.]";

  @Test
  void everyFieldHasAnExample() throws IOException {
    var schema =
        TemplateMatrix.read(Golden.root().resolve("crds/cdcpipelines.cdcpipeline.io-v1.yml"))
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    var missing = new TreeSet<String>();
    fields("", schema, missing);

    missing.removeAll(examples());

    assertThat(missing).as("fields without an example in samples/*.yaml").isEmpty();
  }

  /** Those of a template count wherever one is, for it is one type; each place needs a template. */
  private static String normal(String path) {
    return path.replaceFirst(TEMPLATE, "*.template.");
  }

  private static void fields(String path, JsonNode schema, Set<String> fields) {
    for (var property : schema.path("properties").properties()) {
      var below = path + property.getKey();
      var list = property.getValue().has("items");
      fields.add(normal(below));
      var deeper = list ? property.getValue().get("items") : property.getValue();
      fields(below + (list ? "[]." : "."), deeper, fields);
    }
  }

  private static Set<String> examples() throws IOException {
    var examples = new TreeSet<String>();
    try (var samples = Files.list(Golden.root().resolve("samples"))) {
      samples
          .flatMap(SamplesTest::documents)
          .filter(document -> document.path("kind").asText().equals("CdcPipeline"))
          .forEach(document -> given("", document.path("spec"), examples));
    }
    return examples;
  }

  private static void given(String path, JsonNode value, Set<String> examples) {
    for (var field : value.properties()) {
      var below = path + field.getKey();
      examples.add(normal(below));
      given(below + ".", field.getValue(), examples);
      field.getValue().forEach(item -> listItem(below, field.getValue(), item, examples));
    }
  }

  private static void listItem(String path, JsonNode list, JsonNode item, Set<String> examples) {
    if (list.isArray()) {
      given(path + "[].", item, examples);
    }
  }

  private static Stream<JsonNode> documents(Path sample) {
    try {
      return Stream.of(Files.readString(sample).split("(?m)^---$"))
          .map(yaml -> Serialization.unmarshal(yaml, Object.class))
          .map(document -> Json.JSON.<JsonNode>valueToTree(document));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
