package io.cdcpipeline.cli.report;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ConsumerPods;
import io.cdcpipeline.cli.cluster.Kinds;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers what belongs to one pipeline; what may not be read is noted and left out.
 *
 * @param lines of each log, the last ones
 * @param rows whether the rows in the consumers' logs are kept
 */
record BundleContents(
    Cluster cluster, String namespace, String pipeline, int lines, boolean rows, Bundle bundle) {
  private static final List<String> VERSIONS =
      List.of(
          "v1",
          "apps/v1",
          "batch/v1",
          "networking.k8s.io/v1",
          "policy/v1",
          "core.pingcap.com/v1alpha1",
          "pingcap.com/v1alpha1",
          "kafka.strimzi.io/v1",
          "elasticsearch.k8s.elastic.co/v1",
          "beat.k8s.elastic.co/v1beta1",
          "monitoring.coreos.com/v1");

  /** Events are chosen by name; the rest would only be more rights to ask for. */
  private static final Set<String> OF_NO_PIPELINE =
      Set.of(
          "Event",
          "LimitRange",
          "PodTemplate",
          "ReplicationController",
          "ResourceQuota",
          "ControllerRevision",
          "CronJob");

  void objects(Kinds kinds) {
    for (var version : VERSIONS) {
      for (var kind : kinds.listable(version)) {
        if (OF_NO_PIPELINE.contains(kind.getKind())) {
          continue;
        }
        attempt(
            kind.getPlural(),
            () -> {
              var list =
                  cluster.ask(
                      c ->
                          c.genericKubernetesResources(kind)
                              .inNamespace(namespace)
                              .withLabel(Labels.PIPELINE, pipeline)
                              .list());
              list.getItems().forEach(this::object);
              return null;
            });
      }
    }
  }

  private void object(GenericKubernetesResource object) {
    bundle.add(
        "objects/%s-%s.yaml".formatted(object.getKind(), object.getMetadata().getName()),
        ObjectText.of(object));
  }

  void events() {
    attempt(
        "events",
        () -> {
          var text = new StringBuilder();
          cluster.ask(c -> c.v1().events().inNamespace(namespace).list()).getItems().stream()
              .filter(e -> isOurs(e.getInvolvedObject().getName()))
              .forEach(
                  e ->
                      text.append(
                          "%s %s %s/%s %s: %s%n"
                              .formatted(
                                  e.getLastTimestamp() == null
                                      ? e.getMetadata().getCreationTimestamp()
                                      : e.getLastTimestamp(),
                                  e.getType(),
                                  e.getInvolvedObject().getKind(),
                                  e.getInvolvedObject().getName(),
                                  e.getReason(),
                                  e.getMessage())));
          bundle.add("events.txt", text.toString());
          return null;
        });
  }

  private boolean isOurs(String name) {
    return name != null && (name.equals(pipeline) || name.startsWith(pipeline + "-"));
  }

  /** Of every pod whose name begins with that of the pipeline: the other operators' too. */
  void logs() {
    attempt(
        "pods",
        () -> {
          cluster.ask(c -> c.pods().inNamespace(namespace).list()).getItems().stream()
              .filter(pod -> isOurs(pod.getMetadata().getName()))
              .forEach(this::logs);
          return null;
        });
  }

  void logs(Pod pod) {
    for (var container : pod.getSpec().getContainers()) {
      var name = "logs/%s-%s".formatted(pod.getMetadata().getName(), container.getName());
      log(pod, container.getName(), name, false);
      if (restarted(pod, container.getName())) {
        log(pod, container.getName(), name + "-previous", true);
      }
    }
  }

  private void log(Pod pod, String container, String name, boolean previous) {
    attempt(
        name,
        () -> {
          var text =
              cluster.ask(
                  c -> {
                    var log =
                        c.pods()
                            .inNamespace(pod.getMetadata().getNamespace())
                            .withName(pod.getMetadata().getName())
                            .inContainer(container);
                    return previous
                        ? log.terminated().tailingLines(lines).getLog()
                        : log.tailingLines(lines).getLog();
                  });
          bundle.add(name + ".log", rows ? text : LogText.withoutRows(text));
          return null;
        });
  }

  private static boolean restarted(Pod pod, String container) {
    var statuses = pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
    return statuses != null
        && statuses.stream()
            .filter(status -> status.getName().equals(container))
            .map(ContainerStatus::getRestartCount)
            .anyMatch(count -> count != null && count > 0);
  }

  /** Of the operator, in whichever namespace it runs. */
  void operatorLogs() {
    attempt(
        "the operator's pods",
        () -> {
          cluster
              .ask(
                  c ->
                      c.pods()
                          .inAnyNamespace()
                          .withLabel(Labels.NAME, Labels.OPERATOR)
                          .list()
                          .getItems())
              .forEach(this::logs);
          return null;
        });
  }

  void metrics() {
    attempt(
        "metrics",
        () -> {
          var consumers = new ConsumerPods(cluster);
          for (var pod : consumers.of(namespace, pipeline)) {
            bundle.add(
                "metrics/%s.txt".formatted(pod.getMetadata().getName()), consumers.metrics(pod));
          }
          return null;
        });
  }

  private void attempt(String what, Supplier<Void> work) {
    try {
      work.get();
    } catch (CliException e) {
      bundle.leaveOut(what, e.getMessage());
    }
  }
}
