package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The namespace kube-system, which every cluster has and which is told apart by its uid. */
final class SystemNamespace {
  private SystemNamespace() {}

  static void create(ObjectRegistry registry, ResourceTypes types) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.putObject("metadata").put("name", "kube-system");
    WriteOptions plain = new WriteOptions(false, false, false, false, false);
    registry.create(types.find("v1", "namespaces").orElseThrow(), "", namespace, plain);
  }
}
