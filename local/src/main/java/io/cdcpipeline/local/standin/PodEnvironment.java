package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.ServerException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The environment that a kubelet would give to a container, with references resolved. */
record PodEnvironment(Cluster cluster, String pod, PodFiles files) {

  Map<String, String> variables(Container container) {
    Map<String, String> variables = new TreeMap<>();
    for (EnvVar variable : container.getEnv()) {
      String value = variable.getValue() == null ? "" : variable.getValue();
      EnvVarSource source = variable.getValueFrom();
      Optional<String> found =
          source == null ? Optional.of(files.onDisk(value)) : resolve(source, container);
      found.ifPresent(text -> variables.put(variable.getName(), text));
    }
    return variables;
  }

  /** Empty for an optional reference to something absent: the variable is then not set. */
  private Optional<String> resolve(EnvVarSource source, Container container) {
    if (source.getSecretKeyRef() != null) {
      var reference = source.getSecretKeyRef();
      return required(
          cluster.secret(reference.getName(), reference.getKey()),
          reference.getOptional(),
          "secret \"%s\" with key \"%s\"".formatted(reference.getName(), reference.getKey()));
    }
    if (source.getConfigMapKeyRef() != null) {
      var reference = source.getConfigMapKeyRef();
      return required(
          configMap(reference.getName(), reference.getKey()),
          reference.getOptional(),
          "configmap \"%s\" with key \"%s\"".formatted(reference.getName(), reference.getKey()));
    }
    if (source.getFieldRef() != null) {
      return Optional.of(field(source.getFieldRef().getFieldPath()));
    }
    throw new ServerException(
        "The stand-in does not support this env source: " + container.getName());
  }

  private static Optional<String> required(Optional<String> found, Boolean optional, String what) {
    if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new ServerException(what + " not found");
    }
    return found;
  }

  private Optional<String> configMap(String name, String key) {
    return Optional.ofNullable(
            cluster.client().configMaps().inNamespace(cluster.namespace()).withName(name).get())
        .map(map -> map.getData().get(key));
  }

  private String uid() {
    var pods = cluster.client().pods().inNamespace(cluster.namespace());
    return pods.withName(pod).get().getMetadata().getUid();
  }

  private String field(String path) {
    return switch (path) {
      case "metadata.name" -> pod;
      case "metadata.uid" -> uid();
      case "metadata.namespace" -> cluster.namespace();
      case "status.podIP" -> "127.0.0.1";
      default -> throw new ServerException("The stand-in does not support fieldRef " + path);
    };
  }
}
