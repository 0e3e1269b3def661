package io.cdcpipeline.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** How this process reaches the API server. */
final class KubernetesClients {
  /** Kubernetes' own kinds that are read without a class of their own: others are asked for. */
  private static final List<Class<? extends KubernetesResource>> KINDS =
      List.of(
          ConfigMap.class,
          Deployment.class,
          NetworkPolicy.class,
          Pod.class,
          PodDisruptionBudget.class,
          Secret.class,
          Service.class,
          ServiceAccount.class);

  private KubernetesClients() {}

  /** With the access that a pod or a kubeconfig gives. */
  static KubernetesClient connect() {
    return with(Config.autoConfigure(null));
  }

  /** The client's own ten retries would hold a reconcile thread for 18 seconds on every 500. */
  static KubernetesClient with(Config config) {
    var access = new ConfigBuilder(config).withRequestRetryBackoffLimit(1);
    return new KubernetesClientBuilder()
        .withConfig(access.build())
        .withKubernetesSerialization(serialization())
        .build();
  }

  /** Without a search of the class path, which loads a thousand classes of kinds we never see. */
  private static KubernetesSerialization serialization() {
    var serialization = new KubernetesSerialization(new ObjectMapper(), false);
    KINDS.forEach(serialization::registerKubernetesResource);
    return serialization;
  }
}
