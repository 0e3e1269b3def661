package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the consumer stage creates of a pipeline, without a cluster. */
public final class ConsumerChildren {
  /** Where the spec names no image, the operator's setting decides. */
  private static final String DEFAULT_IMAGE = "<the operator's default>";

  private ConsumerChildren() {}

  /**
   * The children, Secrets without their contents; the annotations that restart pods are those of
   * the configuration alone.
   *
   * @param pipeline with every default filled in
   */
  public static List<GenericKubernetesResource> of(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var config = ConsumerConfigMap.desired(names, pipeline.getSpec());
    var children = new ArrayList<>(supporting(pipeline, config));
    if (ConsumerEnvironment.hashes(pipeline)) {
      children.add(
          SecretStore.desired(names, names.redactKeySecret(), ComponentName.CONSUMER, Map.of()));
    }
    var settings = config.<Map<String, Object>>get("data").toString();
    children.add(
        ConsumerDeployment.desired(
            pipeline,
            DEFAULT_IMAGE,
            Map.of(ConsumerDeployment.SETTINGS, Integer.toHexString(settings.hashCode()))));
    return children;
  }

  /** What the Deployment needs to be there, its Secrets apart. */
  static List<GenericKubernetesResource> supporting(
      CdcPipeline pipeline, GenericKubernetesResource config) {
    var names = ResourceNames.of(pipeline);
    var template = pipeline.getSpec().consumer().template();
    return List.of(
        config,
        PodServiceAccount.desired(names, names.consumer(), ComponentName.CONSUMER, template),
        ConsumerService.desired(names),
        ConsumerDisruptionBudget.desired(names),
        ConsumerNetworkPolicy.desired(names));
  }

  /** The first thing in the spec that this stage cannot take, with its path; empty if none. */
  public static Optional<String> problem(CdcPipeline pipeline) {
    return ConsumerPod.RULES.problem(pipeline.getSpec().consumer().template());
  }

  /** Why the consumers would not be started; empty if they would. */
  public static Optional<String> refusal(CdcPipeline pipeline) {
    var spec = pipeline.getSpec();
    return ConsumerMemory.of(spec).shortage(spec.consumer().resources());
  }
}
