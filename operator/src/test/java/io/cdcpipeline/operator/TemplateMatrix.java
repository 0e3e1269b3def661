package io.cdcpipeline.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What each setting of a pod template does to the children of a component of the minimal pipeline:
 * the fields that it adds or changes, or why it is refused. One golden file for each component,
 * from which docs/pods.md is written, and which the CRDs of the other operators are asked about.
 */
public final class TemplateMatrix {
  private TemplateMatrix() {}

  /** The folder of the golden files. */
  public static Path folder() {
    return Golden.resource("templates");
  }

  /** Every setting with an example, by its path below {@code template}. */
  public static Map<String, JsonNode> settings() {
    var settings = new java.util.LinkedHashMap<String, JsonNode>();
    read(folder().resolve("settings.yaml"))
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
    return settings;
  }

  /**
   * Compares with the component's file.
   *
   * @param component names the file
   * @param place of the template in the spec, e.g. {@code consumer.template}
   * @param problem what the stage says about the spec
   * @param children what it makes of it
   */
  public static void assertSettings(
      String component,
      String place,
      Function<CdcPipeline, Optional<String>> problem,
      Function<CdcPipeline, List<GenericKubernetesResource>> children) {
    var before = byName(children.apply(GoldenCase.MINIMAL.pipeline()));
    var matrix = Json.JSON.createObjectNode();
    settings()
        .forEach(
            (setting, example) -> {
              var pipeline = GoldenCase.MINIMAL.pipelineWith(spec(place + "." + setting, example));
              var effect = matrix.putObject(setting);
              problem
                  .apply(pipeline)
                  .ifPresentOrElse(
                      refusal -> effect.put("refused", refusal),
                      () -> changes(before, byName(children.apply(pipeline)), effect));
            });
    Golden.assertSame(folder().resolve(component + ".yaml"), Golden.yaml(matrix), "make golden");
  }

  private static String spec(String path, JsonNode value) {
    var spec = Json.JSON.createObjectNode();
    var pointer = "/" + path.replace('.', '/');
    int last = pointer.lastIndexOf('/');
    spec.withObject(pointer.substring(0, last)).set(pointer.substring(last + 1), value);
    return spec.toString();
  }

  private static ObjectNode byName(List<GenericKubernetesResource> children) {
    var all = Json.JSON.createObjectNode();
    for (var child : children) {
      var name = child.getKind() + " " + child.getMetadata().getName();
      all.set(name, Json.JSON.<JsonNode>valueToTree(child));
    }
    return all;
  }

  private static void changes(ObjectNode before, ObjectNode after, ObjectNode effect) {
    for (var child : after.properties()) {
      var changed = Json.JSON.createObjectNode();
      collect("", before.path(child.getKey()), child.getValue(), changed);
      if (!changed.isEmpty()) {
        effect.set(child.getKey(), changed);
      }
    }
  }

  private static void collect(String at, JsonNode before, JsonNode after, ObjectNode changed) {
    if (before.isObject() && after.isObject()) {
      after
          .properties()
          .forEach(
              field ->
                  collect(
                      at + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                      before.path(field.getKey()),
                      field.getValue(),
                      changed));
    } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
      for (int i = 0; i < after.size(); i++) {
        collect(at + "/" + i, before.get(i), after.get(i), changed);
      }
    } else if (!before.equals(after)) {
      changed.set(at, after);
    }
  }

  /** A YAML file as a tree. */
  public static JsonNode read(Path file) {
    try {
      return Json.YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
