package io.cdcpipeline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.output.OutputFormat;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;

/** An object as YAML, without what only the API server needs and without secrets. */
final class ObjectText {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String SECRET_NAME = "(?i).*(password|passwd|token|secret|api_?key).*";

  private ObjectText() {}

  static String of(HasMetadata object) {
    var json = (ObjectNode) Json.JSON.<JsonNode>valueToTree(object);
    json.withObject("/metadata").remove("managedFields");
    if (json.at("/metadata/annotations").isObject()) {
      json.withObject("/metadata/annotations").remove(LAST_APPLIED);
    }
    if (object.getKind().equals("Secret")) {
      hideValues(json, "data");
      hideValues(json, "stringData");
    }
    hideEnvironment(json);
    return OutputFormat.yaml.write(json);
  }

  private static void hideValues(ObjectNode secret, String field) {
    if (secret.get(field) instanceof ObjectNode data) {
      var names = new ArrayList<String>();
      data.fieldNames().forEachRemaining(names::add);
      names.forEach(
          name ->
              data.put(
                  name,
                  "%s (%d characters)"
                      .formatted(SecretMask.MASKED, data.path(name).asText().length())));
    }
  }

  /** Values of environment variables that are named like a secret, wherever containers are. */
  private static void hideEnvironment(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.has("value")
        && object.path("name").asText().matches(SECRET_NAME)) {
      object.put("value", SecretMask.MASKED);
    }
    node.forEach(ObjectText::hideEnvironment);
  }
}
