package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the metadata of one object in place. */
record ApiObject(ObjectNode json) {

  ObjectNode metadata() {
    return json.withObject("/metadata");
  }

  String text(String field) {
    return json.path("metadata").path(field).asText("");
  }

  String name() {
    return text("name");
  }

  String namespace() {
    return text("namespace");
  }

  boolean deleting() {
    return json.path("metadata").has("deletionTimestamp");
  }

  boolean hasFinalizers() {
    return !json.path("metadata").path("finalizers").isEmpty();
  }

  List<String> ownerUids() {
    List<String> uids = new ArrayList<>();
    for (JsonNode owner : json.path("metadata").path("ownerReferences")) {
      uids.add(owner.path("uid").asText());
    }
    return uids;
  }

  /** Everything that affects the generation: all but metadata and status. */
  ObjectNode desired() {
    ObjectNode copy = json.deepCopy();
    copy.remove(List.of("metadata", "status"));
    return copy;
  }

  void set(String field, JsonNode value) {
    if (value == null || value.isMissingNode()) {
      json.remove(field);
    } else {
      json.set(field, value);
    }
  }
}
