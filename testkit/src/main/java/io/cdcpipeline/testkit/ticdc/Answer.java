package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;

/** One HTTP response. */
record Answer(int status, String contentType, String body) {
  static Answer json(int status, String body) {
    return new Answer(status, "application/json; charset=utf-8", body);
  }

  static Answer json(JsonNode body) {
    return json(200, body.toString());
  }

  static Answer error(TicdcError error) {
    var body = ReplicaConfigs.JSON.createObjectNode();
    body.put("error_msg", error.getMessage());
    body.put("error_code", error.code());
    return json(error.status(), body.toString());
  }
}
