package io.cdcpipeline.operator.kubernetes.pods;

import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.kubernetes.ChildResources;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A ServiceAccount of pods that never call the Kubernetes API: it carries annotations, no token.
 */
public final class PodServiceAccount {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(PodServiceAccount.class, "serviceaccount.yaml");
  private static final PodPlaces PLACES =
      PodPlaces.none().with(PodSetting.SERVICE_ACCOUNT, "/metadata/annotations");

  private PodServiceAccount() {}

  /**
   * The ServiceAccount.
   *
   * @param template of the pods; null for none
   */
  public static GenericKubernetesResource desired(
      ResourceNames names, String name, ComponentName component, PodTemplate template) {
    return PLACES.write(BASE.named(names, name, component), template, Map.of()).build();
  }

  /** Whether pods that otherwise have their namespace's default account need one of their own. */
  public static boolean isWanted(PodTemplate template) {
    return template != null
        && template.serviceAccount() != null
        && template.serviceAccount().annotations() != null
        && !template.serviceAccount().annotations().isEmpty();
  }

  /**
   * Applies, or removes again, the account of pods that need one only for its annotations.
   *
   * @param apply as a child that is kept or deleted together with the pods
   */
  public static void follow(
      ChildResources children,
      GenericKubernetesResource desired,
      PodTemplate template,
      Consumer<GenericKubernetesResource> apply) {
    if (isWanted(template)) {
      apply.accept(desired);
    } else {
      children.delete(ResourceKind.SERVICE_ACCOUNT, desired.getMetadata().getName());
    }
  }
}
