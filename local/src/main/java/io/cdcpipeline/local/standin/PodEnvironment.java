package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.ServerException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.TreeMap;

/** The environment a kubelet would give to a container: values, and what they refer to. */
record PodEnvironment(Cluster cluster, Deployment deployment, String pod, PodFiles files) {

  Map<String, String> variables(Container container) {
    Map<String, String> variables = new TreeMap<>();
    for (EnvVar variable : container.getEnv()) {
      String value = variable.getValue() == null ? "" : variable.getValue();
      EnvVarSource source = variable.getValueFrom();
      variables.put(
          variable.getName(), source == null ? files.onDisk(value) : referred(source, container));
    }
    return variables;
  }

  private String referred(EnvVarSource source, Container container) {
    if (source.getSecretKeyRef() != null) {
      String name = source.getSecretKeyRef().getName();
      String key = source.getSecretKeyRef().getKey();
      return cluster.secret(name, key).orElseThrow(() -> missing("secret", name, key));
    }
    if (source.getConfigMapKeyRef() != null) {
      String name = source.getConfigMapKeyRef().getName();
      String key = source.getConfigMapKeyRef().getKey();
      var map = cluster.client().configMaps().inNamespace(cluster.namespace()).withName(name).get();
      if (map == null || !map.getData().containsKey(key)) {
        throw missing("configmap", name, key);
      }
      return map.getData().get(key);
    }
    if (source.getFieldRef() != null) {
      return field(source.getFieldRef().getFieldPath());
    }
    throw new ServerException("The stand-in knows no such env source in " + container.getName());
  }

  private String field(String path) {
    return switch (path) {
      case "metadata.name" -> pod;
      case "metadata.namespace" -> cluster.namespace();
      case "status.podIP" -> "127.0.0.1";
      default -> throw new ServerException("The stand-in knows no fieldRef " + path);
    };
  }

  private static ServerException missing(String kind, String name, String key) {
    return new ServerException("%s \"%s\" with key \"%s\" not found".formatted(kind, name, key));
  }
}
