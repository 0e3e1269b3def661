package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;

/** The pods of a pipeline's consumers. */
public record ConsumerPods(Cluster cluster) {

  /** Those that run, by name. */
  public List<Pod> of(String namespace, String pipeline) {
    var selector = Labels.selector(new ResourceNames(namespace, pipeline), ComponentName.CONSUMER);
    return cluster
        .ask(c -> c.pods().inNamespace(namespace).withLabels(selector).list().getItems())
        .stream()
        .filter(pod -> pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase()))
        .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getName()))
        .toList();
  }

  /** What the consumer answers to Prometheus, through the API server's proxy. */
  public String metrics(Pod pod) {
    var path =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/metrics"
            .formatted(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                ResourceNames.METRICS_PORT);
    return cluster.ask(c -> c.raw(path));
  }
}
