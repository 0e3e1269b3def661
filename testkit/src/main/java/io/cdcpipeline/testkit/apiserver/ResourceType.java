package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * One served resource: its names, its subresources and, if custom, the schema and printer columns
 * of its CRD (missing nodes for built-in kinds).
 */
record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    List<String> shortNames,
    List<String> categories,
    boolean namespaced,
    boolean statusSubresource,
    JsonNode scale,
    JsonNode schema,
    JsonNode columns) {

  static ResourceType builtIn(
      String apiVersion, String kind, String plural, boolean namespaced, boolean status) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    JsonNode none = MissingNode.getInstance();
    return new ResourceType(
        group,
        apiVersion.substring(slash + 1),
        kind,
        plural,
        List.of(),
        List.of(),
        namespaced,
        status,
        none,
        none,
        none);
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The key of its objects in the store, shared by all versions of a resource. */
  String storageKey() {
    return plural + "." + group;
  }

  String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  boolean custom() {
    return !schema.isMissingNode();
  }

  /**
   * Real servers maintain the generation of kinds with a spec and a status, not of ConfigMaps or
   * Secrets.
   */
  boolean hasGeneration() {
    return custom() || statusSubresource || kind.equals("NetworkPolicy");
  }

  String specReplicasPath() {
    return scale.path("specReplicasPath").asText(".spec.replicas");
  }

  String statusReplicasPath() {
    return scale.path("statusReplicasPath").asText(".status.replicas");
  }

  boolean scalable() {
    return !scale.isMissingNode()
        || (group.equals("apps") && (kind.equals("Deployment") || kind.equals("StatefulSet")));
  }
}
