package io.cdcpipeline.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generates the CRD and two parts of it from the API records, as the committed files must be. */
class CrdTest {
  private static final String FILE = "cdcpipelines.cdcpipeline.io-v1.yml";
  private static final String SCHEMA = "/spec/versions/0/schema/openAPIV3Schema";
  private static final String DEFAULTS =
      "operator/src/main/resources/io/cdcpipeline/operator/pipeline/spec-defaults.json";
  private static final String WITHOUT_DESCRIPTIONS =
      "cli/src/main/resources/io/cdcpipeline/cli/lint/crd.json";
  private static final List<String> COLUMNS =
      Arrays.stream(CdcPipeline.class.getAnnotationsByType(AdditionalPrinterColumn.class))
          .map(AdditionalPrinterColumn::name)
          .toList();

  @TempDir Path generated;

  @Test
  void committedCrdIsTheGeneratedOne() throws Exception {
    new CRDGenerator()
        .customResourceClasses(CdcPipeline.class)
        .forCRDVersions("v1")
        .inOutputDir(generated.toFile())
        .generate();
    var crd =
        Serialization.unmarshal(
            Files.readString(generated.resolve(FILE)), CustomResourceDefinition.class);
    crd.getMetadata().setAnnotations(Map.of("cdcpipeline.io/schema-version", release()));
    var version = crd.getSpec().getVersions().get(0);
    // The generator sorts columns by path; a reader expects Ready first.
    version.setAdditionalPrinterColumns(
        version.getAdditionalPrinterColumns().stream()
            .sorted(Comparator.comparingInt(CrdTest::position))
            .toList());
    // Flux and kstatus take a resource without a status for current. The generator knows no default
    // of an object.
    version
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("status")
        .setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    // The generator takes no description from the class.
    version.getSchema().getOpenAPIV3Schema().setDescription(CdcPipeline.DESCRIPTION);
    withoutRepeatedRules(version.getSchema().getOpenAPIV3Schema());
    Golden.assertSame(
        Golden.root().resolve("crds").resolve(FILE),
        "# Generated from the API records: make crds\n" + Serialization.asYaml(crd),
        "make crds");
    var spec = Json.JSON.<JsonNode>valueToTree(crd).at(SCHEMA + "/properties/spec");
    Golden.assertSame(
        Golden.root().resolve(DEFAULTS), defaults(spec).toPrettyString() + "\n", "make crds");
    var schema = Json.JSON.<JsonNode>valueToTree(crd);
    removeDescriptions(schema);
    Golden.assertSame(Golden.root().resolve(WITHOUT_DESCRIPTIONS), schema + "\n", "make crds");
  }

  /** Of fields, not a field of that name. */
  private static void removeDescriptions(JsonNode schema) {
    if (schema.path("description").isTextual()) {
      ((ObjectNode) schema).remove("description");
    }
    schema.forEach(CrdTest::removeDescriptions);
  }

  /** A schema without all that neither is nor contains a default. */
  private static ObjectNode defaults(JsonNode schema) {
    var kept = JsonNodeFactory.instance.objectNode();
    var properties = JsonNodeFactory.instance.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              var inner = defaults(field.getValue());
              if (!inner.isEmpty()) {
                properties.set(field.getKey(), inner);
              }
            });
    var items = schema.has("items") ? defaults(schema.get("items")) : properties.objectNode();
    if (schema.has("default")) {
      kept.set("default", schema.get("default"));
    }
    if (!properties.isEmpty()) {
      kept.set("properties", properties);
    }
    if (!items.isEmpty()) {
      kept.set("items", items);
    }
    return kept;
  }

  /** By which an upgrade knows which of two is the later. */
  private static String release() throws IOException {
    var chart = Golden.root().resolve("helm/cdc-pipeline-operator/Chart.yaml");
    return Json.YAML.readTree(chart.toFile()).get("version").asText();
  }

  @Test
  void readyComesFirst() {
    assertThat(COLUMNS).startsWith("Ready", "Phase", "Changefeed", "Lag", "Consumers", "Age");
  }

  /** kubectl apply keeps the whole object in an annotation, which may have 256 KiB. */
  @Test
  void isSmallEnoughForKubectlApply() throws IOException {
    var crd = Golden.root().resolve("crds").resolve(FILE).toFile();

    assertThat(Json.JSON.writeValueAsBytes(Json.YAML.readTree(crd)).length).isLessThan(250 * 1024);
  }

  @Test
  void everyLevelHasADescription() throws IOException {
    var crd = Golden.root().resolve("crds").resolve(FILE).toFile();
    var schema = Json.YAML.readTree(crd).at(SCHEMA);
    var silent = new ArrayList<String>();

    undescribed("cdcpipeline", schema, silent);

    assertThat(silent).as("kubectl explain says nothing about").isEmpty();
  }

  private static void undescribed(String path, JsonNode schema, List<String> silent) {
    if (schema.path("description").asText().isBlank()) {
      silent.add(path);
    }
    for (var holder : List.of(schema, schema.path("items"))) {
      holder
          .path("properties")
          .properties()
          .forEach(field -> undescribed(path + "." + field.getKey(), field.getValue(), silent));
    }
  }

  private static int position(CustomResourceColumnDefinition column) {
    return COLUMNS.indexOf(column.getName());
  }

  /** A record component's annotation sits on its field and its accessor, and is read twice. */
  private static void withoutRepeatedRules(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    schema.getProperties().values().forEach(CrdTest::withoutRepeatedRules);
    if (schema.getItems() != null) {
      withoutRepeatedRules(schema.getItems().getSchema());
    }
  }
}
