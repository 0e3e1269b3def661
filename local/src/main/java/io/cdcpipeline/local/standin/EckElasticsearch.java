package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Conditions;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.elasticsearch.FileRealm;
import io.cdcpipeline.local.process.PrivateFile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs one node for an Elasticsearch resource, with the users and roles from the Secrets it names.
 */
final class EckElasticsearch implements ObjectLoop.Work<GenericKubernetesResource> {
  private final Cluster cluster;
  private final SearchServers servers;
  private final Map<String, List<Object>> loaded = new ConcurrentHashMap<>();

  EckElasticsearch(Cluster cluster, SearchServers servers) {
    this.cluster = cluster;
    this.servers = servers;
  }

  @Override
  public boolean reconcile(GenericKubernetesResource object) {
    String name = object.getMetadata().getName();
    if (object.isMarkedForDeletion()) {
      return true;
    }
    if (servers.node(name).isEmpty()) {
      cluster.writeStatus(object, status(object, false));
    }
    Elasticsearch node = servers.start(name);
    cluster.applyService(object, name + "-es-http", SearchServers.labels(name), 9200);
    cluster.applySecret(
        object,
        name + "-es-http-certs-public",
        Map.of(
            "ca.crt", PrivateFile.read(node.authority()) + "\n",
            "tls.crt", PrivateFile.read(node.certificate()) + "\n"));
    cluster.applySecret(object, name + "-es-elastic-user", Map.of("elastic", node.adminPassword()));
    loadUsers(object, node);
    cluster.writeStatus(object, status(object, true));
    return true;
  }

  private void loadUsers(GenericKubernetesResource object, Elasticsearch node) {
    List<FileRealm.User> users = new ArrayList<>();
    for (String secret : secretNames(object, "fileRealm")) {
      Optional<String> user = cluster.secret(secret, "username");
      Optional<String> password = cluster.secret(secret, "password");
      if (user.isPresent() && password.isPresent()) {
        String roles = cluster.secret(secret, "roles").orElse("");
        users.add(new FileRealm.User(user.get(), password.get(), List.of(roles.split(","))));
      }
    }
    StringBuilder roles = new StringBuilder();
    for (String secret : secretNames(object, "roles")) {
      roles.append(cluster.secret(secret, "roles.yml").orElse("")).append('\n');
    }
    List<Object> wanted = List.of(users, roles.toString());
    if (!wanted.equals(loaded.put(object.getMetadata().getName(), wanted))) {
      node.users(users, roles.toString());
    }
  }

  private static List<String> secretNames(GenericKubernetesResource object, String part) {
    List<String> names = new ArrayList<>();
    if (object.get("spec", "auth", part) instanceof List<?> sources) {
      for (Object source : sources) {
        names.add(((Map<?, ?>) source).get("secretName").toString());
      }
    }
    return names;
  }

  private static Map<String, Object> status(GenericKubernetesResource object, boolean ready) {
    int nodes = 0;
    if (object.get("spec", "nodeSets") instanceof List<?> sets) {
      for (Object set : sets) {
        nodes += ((Map<?, ?>) set).get("count") instanceof Integer count ? count : 1;
      }
    }
    Conditions conditions =
        new Conditions(object)
            .add("ReconciliationComplete", ready, "", "")
            .add("ElasticsearchIsReachable", ready, "", "")
            .add("RunningDesiredVersion", ready, "", "");
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("availableNodes", ready ? nodes : 0);
    status.put("conditions", conditions.list());
    status.put("health", ready ? "green" : "unknown");
    status.put("observedGeneration", object.getMetadata().getGeneration());
    status.put("phase", ready ? "Ready" : "ApplyingChanges");
    status.put("version", object.get("spec", "version"));
    return status;
  }

  @Override
  public void remove(GenericKubernetesResource object) {
    loaded.remove(object.getMetadata().getName());
    servers.stop(object.getMetadata().getName());
  }
}
