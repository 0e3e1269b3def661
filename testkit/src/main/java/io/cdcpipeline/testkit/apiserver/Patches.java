package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;

/** JSON patch, merge patch (RFC 7386) and strategic merge of lists with named items. */
final class Patches {
  private Patches() {}

  static ObjectNode json(ObjectNode live, JsonNode operations) {
    try {
      return (ObjectNode) JsonPatch.apply(operations, live);
    } catch (RuntimeException e) {
      throw ApiError.plain(422, "Invalid", "the server rejected our request: " + e.getMessage());
    }
  }

  static ObjectNode merge(ObjectNode live, JsonNode patch, boolean strategic) {
    ObjectNode result = live.deepCopy();
    mergeInto(result, patch, strategic);
    return result;
  }

  private static void mergeInto(ObjectNode live, JsonNode patch, boolean strategic) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        live.remove(field.getKey());
      } else if (value.isObject()) {
        JsonNode have = live.path(field.getKey());
        mergeInto(
            have.isObject() ? (ObjectNode) have : live.putObject(field.getKey()), value, strategic);
      } else if (strategic && named(value) && live.path(field.getKey()) instanceof ArrayNode list) {
        value.forEach(item -> mergeItem(list, item));
      } else {
        live.set(field.getKey(), value.deepCopy());
      }
    }
  }

  private static boolean named(JsonNode list) {
    return list.isArray() && !list.isEmpty() && list.get(0).has("name");
  }

  private static void mergeItem(ArrayNode list, JsonNode item) {
    for (JsonNode have : list) {
      if (have.path("name").equals(item.path("name"))) {
        mergeInto((ObjectNode) have, item, true);
        return;
      }
    }
    list.add(item.deepCopy());
  }
}
