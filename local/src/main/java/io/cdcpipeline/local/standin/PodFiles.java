package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.ServerException;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The volumes of a pod as directories on this disk, and the path of each mount. */
record PodFiles(Map<String, Path> mounts) {

  static PodFiles write(Cluster cluster, PodSpec pod, Path directory) {
    Map<String, Path> mounts = new TreeMap<>();
    for (VolumeMount mount : pod.getContainers().get(0).getVolumeMounts()) {
      Volume volume =
          pod.getVolumes().stream()
              .filter(v -> v.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow();
      Path place = directory.resolve(volume.getName());
      write(cluster, volume, place);
      String sub = mount.getSubPath();
      mounts.put(mount.getMountPath(), sub == null ? place : place.resolve(sub));
    }
    return new PodFiles(mounts);
  }

  /** Also with a path that is no mount. */
  PodFiles with(String path, Path onDisk) {
    Map<String, Path> more = new TreeMap<>(mounts);
    more.put(path, onDisk);
    return new PodFiles(more);
  }

  private static void write(Cluster cluster, Volume volume, Path place) {
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new ServerException("Cannot make " + place + ": " + e.getMessage(), e);
    }
    if (volume.getConfigMap() != null) {
      configMap(cluster, volume.getConfigMap().getName(), volume.getConfigMap().getItems(), place);
    }
    if (volume.getSecret() != null) {
      boolean optional = Boolean.TRUE.equals(volume.getSecret().getOptional());
      String name = volume.getSecret().getSecretName();
      secret(cluster, name, volume.getSecret().getItems(), optional, place);
    }
    if (volume.getProjected() != null) {
      for (VolumeProjection source : volume.getProjected().getSources()) {
        if (source.getConfigMap() != null) {
          var map = source.getConfigMap();
          configMap(cluster, map.getName(), map.getItems(), place);
        }
        if (source.getSecret() != null) {
          var secret = source.getSecret();
          boolean optional = Boolean.TRUE.equals(secret.getOptional());
          secret(cluster, secret.getName(), secret.getItems(), optional, place);
        }
      }
    }
  }

  private static void configMap(Cluster cluster, String name, List<KeyToPath> items, Path place) {
    var map = cluster.client().configMaps().inNamespace(cluster.namespace()).withName(name).get();
    if (map == null) {
      throw new ServerException("configmap \"%s\" not found".formatted(name));
    }
    files(map.getData(), items, place);
  }

  private static void secret(
      Cluster cluster, String name, List<KeyToPath> items, boolean optional, Path place) {
    var secret = cluster.client().secrets().inNamespace(cluster.namespace()).withName(name).get();
    if (secret == null && !optional) {
      throw new ServerException("secret \"%s\" not found".formatted(name));
    }
    Map<String, String> data = new TreeMap<>();
    if (secret != null && secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, decode(value)));
    }
    files(data, items, place);
  }

  private static void files(Map<String, String> data, List<KeyToPath> items, Path place) {
    if (items == null || items.isEmpty()) {
      data.forEach((key, value) -> PrivateFile.write(place.resolve(key), value));
      return;
    }
    for (KeyToPath item : items) {
      if (data.containsKey(item.getKey())) {
        PrivateFile.write(place.resolve(item.getPath()), data.get(item.getKey()));
      }
    }
  }

  private static String decode(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  /**
   * Translates a path inside a mount to the path on this disk; returns any other text unchanged.
   */
  String onDisk(String value) {
    for (Map.Entry<String, Path> mount : mounts.entrySet()) {
      String path = mount.getKey();
      if (value.equals(path) || value.startsWith(path + "/")) {
        return mount.getValue() + value.substring(path.length());
      }
    }
    return value;
  }
}
