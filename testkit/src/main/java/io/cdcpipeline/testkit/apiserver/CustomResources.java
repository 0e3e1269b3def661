package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.testkit.apiserver.ApiError.Cause;
import java.util.ArrayList;
import java.util.List;

/** Turns CustomResourceDefinitions into served types, and rejects CEL rules that do not compile. */
final class CustomResources {
  private CustomResources() {}

  static List<ResourceType> types(JsonNode crd) {
    List<ResourceType> types = new ArrayList<>();
    JsonNode spec = crd.path("spec");
    for (JsonNode version : spec.path("versions")) {
      if (version.path("served").asBoolean()) {
        types.add(type(spec, version));
      }
    }
    return types;
  }

  private static ResourceType type(JsonNode spec, JsonNode version) {
    JsonNode names = spec.path("names");
    ObjectNode schema = version.path("schema").withObject("/openAPIV3Schema");
    return new ResourceType(
        spec.path("group").asText(),
        version.path("name").asText(),
        names.path("kind").asText(),
        names.path("plural").asText(),
        texts(names.path("shortNames")),
        texts(names.path("categories")),
        spec.path("scope").asText().equals("Namespaced"),
        version.path("subresources").has("status"),
        version.path("subresources").path("scale"),
        schema,
        version.path("additionalPrinterColumns"));
  }

  /** The status that a real server sets once the names are accepted and the schema is served. */
  static void establish(ObjectNode crd) {
    ObjectNode status = crd.putObject("status");
    status.set("acceptedNames", crd.path("spec").path("names").deepCopy());
    var versions = status.putArray("storedVersions");
    for (JsonNode version : crd.path("spec").path("versions")) {
      if (version.path("storage").asBoolean()) {
        versions.add(version.path("name").asText());
      }
    }
    for (String type : List.of("NamesAccepted", "Established")) {
      ObjectNode condition = status.withArray("conditions").addObject();
      condition
          .put("type", type)
          .put("status", "True")
          .put("reason", "Accepted")
          .put("message", "");
    }
  }

  static List<Cause> brokenRules(JsonNode crd) {
    List<Cause> causes = new ArrayList<>();
    JsonNode versions = crd.path("spec").path("versions");
    for (int i = 0; i < versions.size(); i++) {
      String path = "spec.versions[" + i + "].schema.openAPIV3Schema";
      brokenRules(versions.get(i).path("schema").path("openAPIV3Schema"), path, causes);
    }
    return causes;
  }

  private static void brokenRules(JsonNode schema, String path, List<Cause> causes) {
    JsonNode rules = schema.path("x-kubernetes-validations");
    for (int i = 0; i < rules.size(); i++) {
      for (String part : List.of("rule", "messageExpression")) {
        String at = path + ".x-kubernetes-validations[" + i + "]." + part;
        String expression = rules.get(i).path(part).asText("");
        try {
          if (!expression.isEmpty()) {
            CelExpression.check(expression);
          }
        } catch (CelExpression.Failed e) {
          String message = "Invalid value: \"%s\": %s".formatted(expression, e.getMessage());
          causes.add(new Cause(at, "FieldValueInvalid", message));
        }
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(p -> brokenRules(p.getValue(), path + ".properties[" + p.getKey() + "]", causes));
    for (String below : List.of("items", "additionalProperties")) {
      if (schema.path(below).isObject()) {
        brokenRules(schema.path(below), path + "." + below, causes);
      }
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
