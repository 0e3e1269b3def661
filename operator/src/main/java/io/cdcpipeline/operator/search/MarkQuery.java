package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The search for marks of a replay's pod.
 *
 * @param replay the id that the pod was given
 * @param marks their numbers
 * @param since when the replay was started
 */
record MarkQuery(String replay, List<Integer> marks, Instant since) {

  /** By id: an index that was made by an earlier version maps no field of theirs. */
  String request() {
    var ids = marks.stream().map(mark -> id() + mark + "/REPLAY").toList();
    return Json.JSON
        .<JsonNode>valueToTree(
            Map.of(
                "size",
                ids.size(),
                "_source",
                List.of("mark", "proof"),
                "query",
                Map.of("ids", Map.of("values", ids))))
        .toString();
  }

  /** How the ids of this pod's marks begin. */
  String id() {
    return replay + "@";
  }

  /** The proof of each mark that a search has found. */
  static Map<Integer, String> found(JsonNode answer) {
    var proofs = new HashMap<Integer, String>();
    for (var hit : answer.at("/hits/hits")) {
      add(hit.path("_source"), proofs);
    }
    return proofs;
  }

  /** What is not a mark is left out. */
  static void add(JsonNode line, Map<Integer, String> proofs) {
    var proof = line.path("proof").asText();
    if (line.path("mark").isInt() && proof.matches("[0-9a-f]{32}")) {
      proofs.put(line.path("mark").asInt(), proof);
    }
  }
}
