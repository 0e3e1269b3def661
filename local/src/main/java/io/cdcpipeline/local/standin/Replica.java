package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Pod;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Deadline;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.testkit.apiserver.Pods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One replica of a Deployment: the consumer's jar in place of its image, with exactly the
 * environment and mounted files of the pod template, except for the metrics port, since replicas
 * share this machine's address.
 */
public final class Replica {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  private final Cluster cluster;
  private final Deployment deployment;
  private final String name;
  private final String fingerprint;
  private final Endpoint metrics = Endpoint.free();
  private final Path directory;
  private ChildProcess process;
  private Optional<Deadline> notBefore = Optional.empty();
  private int restarts;

  Replica(Cluster cluster, Deployment deployment, int index) {
    this.cluster = cluster;
    this.deployment = deployment;
    this.name = deployment.getMetadata().getName() + "-" + index;
    this.fingerprint = fingerprint(deployment);
    this.directory = cluster.directory().resolve("pods").resolve(name);
  }

  static String fingerprint(Deployment deployment) {
    return Serialization.asJson(deployment.getSpec().getTemplate());
  }

  String fingerprint() {
    return fingerprint;
  }

  private Container container() {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  /** Starts the process if it is not running, after a delay that grows with each crash. */
  synchronized void keepRunning() {
    if (process != null && process.alive()) {
      return;
    }
    if (process != null && notBefore.isEmpty()) {
      restarts++;
      long seconds = Math.min(10, 1L << Math.min(restarts - 1, 4));
      notBefore = Optional.of(Deadline.in(Duration.ofSeconds(seconds)));
    }
    if (notBefore.isPresent() && !notBefore.get().passed()) {
      return;
    }
    notBefore = Optional.empty();
    process = start();
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    cluster.addPod(new Pod(name, labels, metrics.host()));
    cluster
        .pods()
        .ifPresent(
            pods -> pods.add(cluster.namespace(), name, new Pods.Pod(output(), metricsUri())));
  }

  private ChildProcess start() {
    var pod = deployment.getSpec().getTemplate().getSpec();
    PodFiles files = PodFiles.write(cluster, pod, directory.resolve("volumes"));
    return new PodProcess(cluster, name, pod, files)
        .start(
            Map.of("METRICS_PORT", String.valueOf(metrics.port()), "METRICS_HOST", metrics.host()),
            directory.resolve("stderr.log"),
            output());
  }

  /**
   * Standard output with the JSON lines, which the shipper follows as Filebeat follows
   * /var/log/pods.
   */
  public Path output() {
    return logs(cluster, deployment.getMetadata().getName()).resolve(name + ".log");
  }

  static Path logs(Cluster cluster, String deployment) {
    return cluster.directory().resolve("logs").resolve(deployment);
  }

  private URI metricsUri() {
    return URI.create("http://" + metrics + "/");
  }

  public String metricsUrl() {
    return "http://" + metrics + "/metrics";
  }

  public int restarts() {
    return restarts;
  }

  /** The result of the pod template's readiness probe. */
  boolean ready() {
    Probe probe = container().getReadinessProbe();
    if (process == null || !process.alive()) {
      return false;
    }
    HTTPGetAction get = probe == null ? null : probe.getHttpGet();
    return get == null || answers(get.getPath());
  }

  private boolean answers(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + metrics + path))
              .timeout(Duration.ofSeconds(2))
              .build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 300;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the process as a crash would; it is restarted. */
  public synchronized void kill() {
    process.kill();
  }

  /** Ends the process as kubelet ends a container, with SIGTERM; it is restarted. */
  public synchronized void terminate() {
    process.stop();
  }

  synchronized void stop() {
    cluster.removePod(name);
    if (process != null) {
      process.stop();
    }
  }
}
