package io.cdcpipeline.operator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** A pipeline in {@code golden/<name>/in-CdcPipeline.yaml}, and beside it its expected children. */
public enum GoldenCase {
  MINIMAL,
  FULL,
  EXISTING,
  PRODUCTION,
  /** Every setting of every pod template. */
  SHAPED;

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** The pipeline with its defaults, as stages see it. */
  public CdcPipeline pipeline() {
    try {
      var yaml = Files.readString(folder().resolve("in-CdcPipeline.yaml"));
      return new SpecDefaults().complete(Json.YAML.readValue(yaml, CdcPipeline.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The pipeline with some fields of its spec changed.
   *
   * @param spec the fields, as YAML
   */
  public CdcPipeline pipelineWith(String spec) {
    try {
      var pipeline = pipeline();
      JsonNode changed = Json.JSON.valueToTree(pipeline.getSpec());
      Json.YAML.readerForUpdating(changed).readValue(spec);
      pipeline.setSpec(Json.JSON.treeToValue(changed, CdcPipelineSpec.class));
      return new SpecDefaults().complete(pipeline);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares a child with its file, or writes it. */
  public void assertChild(GenericKubernetesResource child, Class<?> test) {
    var name = "out-%s-%s.yaml".formatted(child.getKind(), child.getMetadata().getName());
    Golden.assertSame(
        folder().resolve(name),
        text(child),
        "mvn test -pl operator -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s -Dgolden.update=true"
            .formatted(test.getSimpleName()));
  }

  private Path folder() {
    return Golden.resource("golden/" + name().toLowerCase(java.util.Locale.ROOT));
  }

  private static String text(GenericKubernetesResource child) {
    try {
      var sorted = Json.JSON.convertValue(child, new TypeReference<TreeMap<String, Object>>() {});
      return YAML.writeValueAsString(sorted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
