package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * A kind of child.
 *
 * @param operator the operator that brings the kind; null for kinds that every cluster has
 */
public record ResourceKind(String apiVersion, String kind, RequiredOperator operator) {
  public static final ResourceKind CONFIG_MAP = core("v1", "ConfigMap");
  public static final ResourceKind SECRET = core("v1", "Secret");
  public static final ResourceKind SERVICE = core("v1", "Service");
  public static final ResourceKind SERVICE_ACCOUNT = core("v1", "ServiceAccount");
  public static final ResourceKind DEPLOYMENT = core("apps/v1", "Deployment");
  public static final ResourceKind JOB = core("batch/v1", "Job");
  public static final ResourceKind DISRUPTION_BUDGET = core("policy/v1", "PodDisruptionBudget");
  public static final ResourceKind NETWORK_POLICY = core("networking.k8s.io/v1", "NetworkPolicy");

  private static ResourceKind core(String apiVersion, String kind) {
    return new ResourceKind(apiVersion, kind, null);
  }

  public static ResourceKind of(String apiVersion, String kind) {
    return new ResourceKind(apiVersion, kind, RequiredOperator.ofApiVersion(apiVersion));
  }

  /** The kind of an object; the operator follows from its group. */
  public static ResourceKind of(HasMetadata object) {
    return of(object.getApiVersion(), object.getKind());
  }

  /** An object of this kind with nothing but a name. */
  GenericKubernetesResource empty(String name) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .build();
  }

  @Override
  public String toString() {
    return kind + "." + apiVersion;
  }
}
