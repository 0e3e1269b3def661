package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.DatabaseUser;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the database stage creates of a pipeline, without a cluster. */
public final class DatabaseChildren {
  private DatabaseChildren() {}

  /**
   * The children, Secrets without their contents.
   *
   * @param pipeline with every default filled in
   * @param v1 whether only TiDB Operator v1 is installed
   */
  public static List<GenericKubernetesResource> of(CdcPipeline pipeline, boolean v1) {
    var names = ResourceNames.of(pipeline);
    var children = new ArrayList<GenericKubernetesResource>();
    var users = pipeline.getSpec().database().users();
    for (var user : users == null ? List.<DatabaseUser>of() : users) {
      if (user.passwordSecret() == null) {
        children.add(secret(names, names.databaseUserSecret(user.name())));
      }
    }
    if (pipeline.getSpec().database().existing() != null) {
      return children;
    }
    children.add(0, secret(names, names.databaseRootSecret()));
    TidbPods.components(pipeline.getSpec().database().managed())
        .forEach(
            (name, component) -> {
              if (TidbPods.serviceAccount(names, name, component) != null) {
                children.add(TidbPods.serviceAccountManifest(pipeline, name, component));
              }
            });
    children.add(TicdcService.service(pipeline));
    children.add(DatabaseNetworkPolicies.ticdc(names, PlatformNamespaces.DEFAULTS));
    children.add(DatabaseNetworkPolicies.cluster(names, PlatformNamespaces.DEFAULTS));
    children.addAll(
        v1 ? List.of(TidbV1Manifests.desired(pipeline, null)) : TidbV2Manifests.all(pipeline));
    return children;
  }

  /** The first thing in the spec that this stage cannot take, with its path; empty if none. */
  public static Optional<String> problem(CdcPipeline pipeline, boolean v1) {
    var database = pipeline.getSpec().database();
    if (database.existing() != null) {
      return Optional.empty();
    }
    var managed = database.managed();
    var pods = v1 ? TidbV1Pods.problem(managed) : TidbV2Manifests.problem(managed);
    return pods.or(() -> TidbConfig.problem(managed));
  }

  private static GenericKubernetesResource secret(ResourceNames names, String name) {
    return SecretStore.desired(names, name, ComponentName.DATABASE, Map.of());
  }
}
