package io.cdcpipeline.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A pipeline in {@code golden/<name>/in-CdcPipeline.yaml}, and beside it its expected children. */
public enum GoldenCase {
  MINIMAL,
  FULL,
  EXISTING,
  PRODUCTION,
  /** Every setting of every pod template. */
  SHAPED;

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
    Golden.assertChild(folderName(), child, test);
  }

  private Path folder() {
    return Golden.resource("golden/" + folderName());
  }

  private String folderName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
