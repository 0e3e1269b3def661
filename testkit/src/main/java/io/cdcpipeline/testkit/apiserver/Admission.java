package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.testkit.apiserver.ApiError.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Defaults, prunes and validates an object before it is stored. */
final class Admission {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** Changes {@code object} in place; {@code old} is null for a new one. */
  void admit(ResourceType type, ObjectNode object, ObjectNode old, WriteOptions options) {
    List<Cause> causes = new ArrayList<>();
    String name = new ApiObject(object).name();
    checkName(type, name, causes);
    if (type.custom()) {
      unknownFields(type, object, options);
      Structural.fillDefaults(type.schema(), object);
      causes.addAll(SchemaValidation.validate(type.schema(), object));
      if (causes.isEmpty()) {
        JsonNode before = old == null ? MissingNode.getInstance() : old;
        causes.addAll(CelRules.validate(type.schema(), object, before));
      }
    } else if (type.equals(ResourceTypes.CRD)) {
      causes.addAll(CustomResources.brokenRules(object));
    } else if (type.kind().equals("Secret")) {
      encode(object);
    }
    if (!causes.isEmpty()) {
      throw ApiError.invalid(type, name, causes);
    }
  }

  private static void checkName(ResourceType type, String name, List<Cause> causes) {
    if (name.isEmpty()) {
      causes.add(
          new Cause(
              "metadata.name",
              "FieldValueRequired",
              "Required value: name or generateName is required"));
    } else if (!type.group().startsWith("rbac") && !NAME.matcher(name).matches()) {
      String message =
          "Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case"
              + " alphanumeric characters, '-' or '.'";
      causes.add(new Cause("metadata.name", "FieldValueInvalid", message.formatted(name)));
    }
  }

  /** Real servers prune on create and update, but reject unknown fields in an apply. */
  private static void unknownFields(ResourceType type, ObjectNode object, WriteOptions options) {
    List<String> unknown = Structural.unknownFields(type.schema(), object, true);
    if (unknown.isEmpty()) {
      return;
    }
    if (options.strict()) {
      List<String> fields = unknown.stream().map(f -> "unknown field \"" + f + "\"").toList();
      String message = "strict decoding error: " + String.join(", ", fields);
      throw ApiError.plain(400, "BadRequest", message);
    }
    if (options.apply()) {
      String message =
          "failed to create typed patch object (%s/%s; %s, Kind=%s): .%s: field not declared in schema"
              .formatted(
                  new ApiObject(object).namespace(),
                  new ApiObject(object).name(),
                  type.apiVersion(),
                  type.kind(),
                  unknown.get(0));
      throw ApiError.plain(500, "InternalError", message);
    }
  }

  private static void encode(ObjectNode secret) {
    if (secret.remove("stringData") instanceof ObjectNode texts) {
      ObjectNode data = secret.withObject("/data");
      for (Map.Entry<String, JsonNode> text : texts.properties()) {
        byte[] bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
    if (!secret.has("type")) {
      secret.put("type", "Opaque");
    }
  }
}
