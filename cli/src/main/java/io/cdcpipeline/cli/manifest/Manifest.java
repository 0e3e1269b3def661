package io.cdcpipeline.cli.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.cluster.Cluster;

/**
 * One object of a file.
 *
 * @param file its name as given; "-" for stdin
 */
public record Manifest(String file, ObjectNode object, FieldLines lines) {

  public boolean isPipeline() {
    return object.path("kind").asText().equals(Cluster.PIPELINES.getKind())
        && object.path("apiVersion").asText().startsWith(Cluster.PIPELINES.getGroup() + "/");
  }

  public String name() {
    return object.at("/metadata/name").asText("");
  }

  /** Where a field is, as compilers write it; the nearest parent's place if it is absent. */
  public String place(String field) {
    return file + ":" + lines.of(field);
  }
}
