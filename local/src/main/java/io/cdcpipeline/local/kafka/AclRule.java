package io.cdcpipeline.local.kafka;

import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One entry of {@code spec.authorization.acls} of a KafkaUser, in Strimzi's terms.
 *
 * @param resourceType topic, group, cluster or transactionalId
 * @param resourceName ignored for the cluster
 * @param patternType literal or prefix
 * @param operations Read, Write, DescribeConfigs and so on
 */
public record AclRule(
    String resourceType, String resourceName, String patternType, List<String> operations) {

  List<AclBinding> bindings(String user) {
    return operations.stream()
        .map(operation -> new AclBinding(pattern(), allow(user, operation)))
        .toList();
  }

  private ResourcePattern pattern() {
    return switch (resourceType) {
      case "cluster" ->
          new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL);
      case "transactionalId" -> named(ResourceType.TRANSACTIONAL_ID);
      default -> named(ResourceType.fromString(resourceType));
    };
  }

  private ResourcePattern named(ResourceType type) {
    PatternType pattern = "prefix".equals(patternType) ? PatternType.PREFIXED : PatternType.LITERAL;
    return new ResourcePattern(type, resourceName, pattern);
  }

  private static AccessControlEntry allow(String user, String operation) {
    String name = operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return new AccessControlEntry(
        "User:" + user, "*", AclOperation.fromString(name), AclPermissionType.ALLOW);
  }
}
