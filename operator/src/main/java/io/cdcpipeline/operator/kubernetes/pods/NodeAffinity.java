package io.cdcpipeline.operator.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.remote.Json;

/** A node selector in the words of an affinity, for operators that have no place for the former. */
public final class NodeAffinity {
  private static final String TERMS =
      "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms";

  private NodeAffinity() {}

  /** The same template without a node selector; null stays null. */
  public static PodTemplate withoutNodeSelector(PodTemplate template) {
    if (template == null || template.pod() == null || template.pod().nodeSelector() == null) {
      return template;
    }
    var rewritten = Json.JSON.<ObjectNode>valueToTree(template);
    var pod = rewritten.withObject("/pod");
    var terms = pod.withArray(TERMS);
    if (terms.isEmpty()) {
      terms.addObject();
    }
    // One of the terms has to be true, so each must hold the whole selector.
    for (var label : pod.remove("nodeSelector").properties()) {
      terms.forEach(
          term -> expressions(term).add(equality(label.getKey(), label.getValue().asText())));
    }
    return Json.JSON.convertValue(rewritten, PodTemplate.class);
  }

  private static ArrayNode expressions(JsonNode term) {
    return ((ObjectNode) term).withArray("/matchExpressions");
  }

  private static ObjectNode equality(String key, String value) {
    var expression = Json.JSON.createObjectNode().put("key", key).put("operator", "In");
    expression.putArray("values").add(value);
    return expression;
  }
}
