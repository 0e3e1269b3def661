package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Allows every access review: this server has no authorization. */
final class Reviews {
  private Reviews() {}

  static Optional<ObjectNode> answer(Request request) {
    if (!request.method().equals("POST")
        || !request.path().startsWith("/apis/authorization.k8s.io/")) {
      return Optional.empty();
    }
    ObjectNode review = request.object();
    ObjectNode status = review.putObject("status");
    if (request.path().endsWith("/selfsubjectrulesreviews")) {
      ObjectNode all = status.putArray("resourceRules").addObject();
      all.putArray("verbs").add("*");
      all.putArray("apiGroups").add("*");
      all.putArray("resources").add("*");
      status.putArray("nonResourceRules");
      status.put("incomplete", false);
    } else {
      status.put("allowed", true);
    }
    return Optional.of(review);
  }
}
