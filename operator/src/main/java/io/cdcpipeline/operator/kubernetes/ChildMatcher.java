package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;

/**
 * Whether the server already has every field of a child as we want it. Deployments are compared as
 * such: the SDK then knows that a cpu of 1000m comes back as 1.
 */
final class ChildMatcher {
  boolean matches(
      GenericKubernetesResource actual, GenericKubernetesResource desired, Context<?> context) {
    var serialization = context.getClient().getKubernetesSerialization();
    if (actual.getMetadata().getDeletionTimestamp() != null) {
      return true; // nothing to mend on its way out; it is created anew once it is gone
    }
    return ResourceKind.DEPLOYMENT.equals(ResourceKind.of(desired))
        ? compare(typed(actual, serialization), typed(desired, serialization), context)
        : compare(actual, desired, context);
  }

  private static <R extends HasMetadata> boolean compare(R actual, R desired, Context<?> context) {
    return SSABasedGenericKubernetesResourceMatcher.<R>getInstance()
        .matches(actual, desired, context);
  }

  private static Deployment typed(
      GenericKubernetesResource resource, KubernetesSerialization serialization) {
    return serialization.convertValue(resource, Deployment.class);
  }
}
