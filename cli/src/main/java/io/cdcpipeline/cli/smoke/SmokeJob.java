package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The test's objects in the cluster, from their creation to their removal. */
final class SmokeJob {
  private final Cluster cluster;
  private final List<GenericKubernetesResource> objects;

  /** By this process, the last one first. */
  private final Deque<GenericKubernetesResource> created = new ConcurrentLinkedDeque<>();

  SmokeJob(Cluster cluster, List<GenericKubernetesResource> objects) {
    this.cluster = cluster;
    this.objects = objects;
  }

  /**
   * Leaves a test alone that runs.
   *
   * @throws CliException if there is one
   */
  private void refuseSecond() {
    find()
        .filter(job -> finished(job).isEmpty())
        .ifPresent(
            job -> {
              throw CliException.unavailable(
                  "a smoke test of this pipeline runs already, since "
                      + job.getMetadata().getCreationTimestamp(),
                  "Wait for it, or end it: kubectl delete job %s -n %s".formatted(name(), home()));
            });
  }

  /** Creates them; what is left of a test whose end nobody saw makes room. */
  void create() {
    refuseSecond();
    for (var object : objects) {
      cluster.ask(c -> create(at(c, object)));
      created.push(object);
    }
  }

  private GenericKubernetesResource create(Resource<GenericKubernetesResource> place) {
    try {
      return place.create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      refuseSecond();
      place.delete();
      return place.create();
    }
  }

  /**
   * Removes what was created, the Job first: its pod needs the others.
   *
   * @return what is left, each with the reason
   */
  List<String> remove() {
    var left = new ArrayList<String>();
    for (var object : created) {
      try {
        cluster.ask(c -> at(c, object).delete());
      } catch (CliException e) {
        left.add(
            "%s %s in %s: %s"
                .formatted(
                    object.getKind(), name(), object.getMetadata().getNamespace(), e.getMessage()));
      }
    }
    return left;
  }

  /** Without asking which kinds there are: these are everywhere, and their plurals are regular. */
  private static Resource<GenericKubernetesResource> at(
      KubernetesClient client, GenericKubernetesResource object) {
    var apiVersion = object.getApiVersion();
    int slash = apiVersion.indexOf('/');
    var kind =
        new ResourceDefinitionContext.Builder()
            .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
            .withVersion(apiVersion.substring(slash + 1))
            .withKind(object.getKind())
            .withPlural(object.getKind().toLowerCase(Locale.ROOT) + "s")
            .withNamespaced(true)
            .build();
    return client
        .genericKubernetesResources(kind)
        .inNamespace(object.getMetadata().getNamespace())
        .resource(object);
  }

  /** Empty if somebody deleted it. */
  Optional<Job> find() {
    return Optional.ofNullable(
        cluster.ask(c -> c.batch().v1().jobs().inNamespace(home()).withName(name()).get()));
  }

  /** Complete or Failed; empty while it runs. */
  static Optional<JobCondition> finished(Job job) {
    var status = job.getStatus();
    return status == null
        ? Optional.empty()
        : status.getConditions().stream()
            .filter(c -> "True".equals(c.getStatus()))
            .filter(c -> List.of("Complete", "Failed").contains(c.getType()))
            .findFirst();
  }

  Optional<Pod> pod() {
    return cluster
        .ask(
            c ->
                c.pods()
                    .inNamespace(home())
                    .withLabel("batch.kubernetes.io/job-name", name())
                    .list()
                    .getItems())
        .stream()
        .findFirst();
  }

  /** Why it has not started, in the words of kubelet, scheduler or API server. */
  String delay(Optional<Pod> pod) {
    if (pod.isPresent()) {
      return PodDiagnostics.of(List.of(pod.get()))
          .orElse("pod " + pod.get().getMetadata().getName() + " starts");
    }
    return refusal().orElse("the Job %s in %s has no pod yet".formatted(name(), home()));
  }

  /** Of a quota, a limit range, Pod Security or a webhook. Not everybody may read events. */
  private Optional<String> refusal() {
    try {
      return cluster
          .ask(
              c ->
                  c.v1()
                      .events()
                      .inNamespace(home())
                      .withField("involvedObject.name", name())
                      .withField("reason", "FailedCreate")
                      .list()
                      .getItems())
          .stream()
          .max(Comparator.comparing((Event event) -> event.getMetadata().getResourceVersion()))
          .map(Event::getMessage);
    } catch (CliException e) {
      return Optional.empty();
    }
  }

  String name() {
    return objects.get(0).getMetadata().getName();
  }

  /** The operator's namespace. */
  String home() {
    return objects.get(0).getMetadata().getNamespace();
  }
}
