package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.process.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** What Filebeat or its stand-in counts since its start, read as the operator does. */
record Statistics(long published, long acked, long duplicates, long dropped) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Statistics of(Endpoint endpoint) throws IOException {
    try (InputStream body = URI.create("http://" + endpoint + "/stats").toURL().openStream()) {
      JsonNode stats = JSON.readTree(body);
      JsonNode output = stats.at("/libbeat/output/events");
      return new Statistics(
          stats.at("/libbeat/pipeline/events/published").longValue(),
          output.path("acked").longValue(),
          output.path("duplicates").longValue(),
          output.path("dropped").longValue());
    }
  }
}
