package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.ServerException;
import io.cdcpipeline.local.shipper.ShipperConfig;
import io.cdcpipeline.local.shipper.ShipperProcess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the shipper for a Beat, with the files and the user that the Beat names. */
final class EckBeat implements ObjectLoop.Work<GenericKubernetesResource> {
  private static final Pattern GLOB = Pattern.compile("/var/log/pods/[^_]+_(.+)-\\*_\\*/.*");

  /** Filebeat's statistics, as the Beat configures them. */
  private static final int STATISTICS_PORT = 5066;

  private record Running(String spec, ShipperProcess process, BeatPod pod) {
    void stop() {
      process.stop();
      pod.delete();
    }
  }

  private final Cluster cluster;
  private final SearchServers servers;
  private final Map<String, Running> shippers = new ConcurrentHashMap<>();

  EckBeat(Cluster cluster, SearchServers servers) {
    this.cluster = cluster;
    this.servers = servers;
  }

  @Override
  public boolean reconcile(GenericKubernetesResource beat) {
    if (beat.isMarkedForDeletion()) {
      return true;
    }
    String name = beat.getMetadata().getName();
    String reference = beat.get("spec", "elasticsearchRef", "name");
    Optional<Elasticsearch> node = Optional.ofNullable(reference).flatMap(servers::node);
    if (node.isEmpty()) {
      // As in ECK, there is no DaemonSet before the version of Elasticsearch is known.
      cluster.writeStatus(beat, status(beat, "", 0, "Pending"));
      return false;
    }
    String spec = Serialization.asJson(beat.<Object>get("spec"));
    Running running = shippers.get(name);
    if (running == null || !running.spec().equals(spec)) {
      if (running != null) {
        running.stop();
      }
      Endpoint statistics = cluster.addresses().next(STATISTICS_PORT, "the shipper");
      ShipperConfig config = config(beat, node.get(), statistics);
      BeatPod pod = BeatPod.create(cluster, name, statistics.host());
      ShipperProcess process = ShipperProcess.start(cluster.children(), config);
      cluster.supervisor().watch("shipper " + name, process);
      shippers.put(name, new Running(spec, process, pod));
      servers.started(name, process);
    }
    cluster.writeStatus(beat, status(beat, "green", 1, "Established"));
    return true;
  }

  private ShipperConfig config(
      GenericKubernetesResource beat, Elasticsearch node, Endpoint statistics) {
    List<Map<String, Object>> inputs = beat.get("spec", "config", "filebeat.inputs");
    String glob = ((List<?>) inputs.get(0).get("paths")).get(0).toString();
    Matcher deployment = GLOB.matcher(glob);
    if (!deployment.matches()) {
      throw new ServerException("The stand-in does not support the path " + glob + " of a Beat");
    }
    return new ShipperConfig(
        Replica.logs(cluster, deployment.group(1)),
        cluster.directory().resolve("shipper-" + beat.getMetadata().getName()),
        URI.create("https://" + node.endpoint()),
        credential(beat, "ES_USERNAME"),
        credential(beat, "ES_PASSWORD"),
        node.authority(),
        statistics);
  }

  /** The value that a variable of the container refers to. */
  private String credential(GenericKubernetesResource beat, String variable) {
    List<Map<String, Object>> containers =
        beat.get("spec", "daemonSet", "podTemplate", "spec", "containers");
    for (Object one : (List<?>) containers.get(0).get("env")) {
      Map<?, ?> entry = (Map<?, ?>) one;
      if (variable.equals(entry.get("name"))) {
        Map<?, ?> reference = (Map<?, ?>) ((Map<?, ?>) entry.get("valueFrom")).get("secretKeyRef");
        String secret = reference.get("name").toString();
        String key = reference.get("key").toString();
        return cluster
            .secret(secret, key)
            .orElseThrow(() -> new ServerException("Secret " + secret + " is not there yet"));
      }
    }
    throw new ServerException("The Beat has no environment variable " + variable);
  }

  private static Map<String, Object> status(
      GenericKubernetesResource beat, String health, int available, String association) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("availableNodes", available);
    status.put("elasticsearchAssociationStatus", association);
    status.put("expectedNodes", available);
    if (!health.isEmpty()) {
      status.put("health", health);
    }
    status.put("observedGeneration", beat.getMetadata().getGeneration());
    status.put("version", beat.get("spec", "version"));
    return status;
  }

  @Override
  public void remove(GenericKubernetesResource beat) {
    Running running = shippers.remove(beat.getMetadata().getName());
    if (running != null) {
      running.stop();
    }
  }
}
