package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;

/** A response: status code and JSON body. */
record Response(int code, JsonNode body) {
  static Response ok(JsonNode body) {
    return new Response(200, body);
  }

  static Response created(JsonNode body) {
    return new Response(201, body);
  }
}
