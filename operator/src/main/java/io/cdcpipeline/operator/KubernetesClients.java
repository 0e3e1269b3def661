package io.cdcpipeline.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** Creates this process's client of the API server. */
final class KubernetesClients {
  /**
   * Kubernetes' own kinds that are read as generic resources. Of groups the client asks the API
   * server, but it finds no kind of the core group that is not registered.
   */
  private static final List<Class<? extends KubernetesResource>> KINDS =
      List.of(
          ConfigMap.class,
          Deployment.class,
          Event.class,
          Namespace.class,
          NetworkPolicy.class,
          Pod.class,
          PodDisruptionBudget.class,
          Secret.class,
          Service.class,
          ServiceAccount.class,
          // Without it a watch that is too old, after a restart of the API server, goes unnoticed.
          Status.class);

  private KubernetesClients() {}

  /** With the pod's service account or a kubeconfig. */
  static KubernetesClient connect() {
    return with(Config.autoConfigure(null));
  }

  /** The default of ten retries would block a reconcile thread for 18 seconds on every 500. */
  static KubernetesClient with(Config config) {
    var builder = new ConfigBuilder(config).withRequestRetryBackoffLimit(1);
    return new KubernetesClientBuilder()
        .withHttpClientFactory(new ApiServerHttp())
        .withConfig(builder.build())
        .withKubernetesSerialization(serialization())
        .build();
  }

  /** Without scanning the class path, which would load a thousand classes of unused kinds. */
  private static KubernetesSerialization serialization() {
    var serialization = new KubernetesSerialization(new ObjectMapper(), false);
    KINDS.forEach(serialization::registerKubernetesResource);
    return serialization;
  }
}
