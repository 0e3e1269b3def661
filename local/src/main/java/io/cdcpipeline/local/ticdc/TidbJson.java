package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON values as TiDB prints them: members sorted, ", " and ": " between them. */
final class TidbJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private TidbJson() {}

  /** MariaDB stores the text as it was written. */
  static String text(String typed) {
    try {
      return print(MAPPER.readTree(typed));
    } catch (JsonProcessingException e) {
      return typed;
    }
  }

  private static String print(JsonNode node) throws JsonProcessingException {
    if (node.isObject()) {
      Map<String, String> members = new TreeMap<>();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        members.put(
            member.getKey(),
            MAPPER.writeValueAsString(member.getKey()) + ": " + print(member.getValue()));
      }
      return members.values().stream().collect(Collectors.joining(", ", "{", "}"));
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(TidbJson::printed)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return node.isBigDecimal() ? node.decimalValue().toPlainString() : node.toString();
  }

  private static String printed(JsonNode node) {
    try {
      return print(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot serialize parsed text", e);
    }
  }
}
