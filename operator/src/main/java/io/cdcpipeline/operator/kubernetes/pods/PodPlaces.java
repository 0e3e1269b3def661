package io.cdcpipeline.operator.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.remote.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the settings of a template go in one manifest, as JSON pointers. A setting may go to
 * several places, and one without a place is not for this manifest.
 */
public final class PodPlaces {
  private static final Map<PodSetting, String> OF_POD =
      Map.of(
          PodSetting.AFFINITY, "/affinity",
          PodSetting.TOLERATIONS, "/tolerations",
          PodSetting.NODE_SELECTOR, "/nodeSelector",
          PodSetting.TOPOLOGY_SPREAD, "/topologySpreadConstraints",
          PodSetting.PRIORITY_CLASS, "/priorityClassName",
          PodSetting.PULL_SECRETS, "/imagePullSecrets",
          PodSetting.POD_SECURITY, "/securityContext");

  private final Map<PodSetting, List<String>> places;

  private PodPlaces(Map<PodSetting, List<String>> places) {
    this.places = places;
  }

  /** None yet. */
  public static PodPlaces none() {
    return new PodPlaces(new EnumMap<>(PodSetting.class));
  }

  /** Everything that is in a pod's spec, under Kubernetes' own names. */
  public PodPlaces pod(String spec) {
    var all = this;
    for (var place : OF_POD.entrySet()) {
      all = all.with(place.getKey(), spec + place.getValue());
    }
    return all;
  }

  /** Labels and annotations. */
  public PodPlaces metadata(String metadata) {
    return with(PodSetting.LABELS, metadata + "/labels")
        .with(PodSetting.ANNOTATIONS, metadata + "/annotations");
  }

  /** Environment and security context. */
  public PodPlaces container(String container) {
    return with(PodSetting.ENV, container + "/env")
        .with(PodSetting.CONTAINER_SECURITY, container + "/securityContext");
  }

  /** The same, and one more place. */
  public PodPlaces with(PodSetting setting, String pointer) {
    var more = new EnumMap<>(places);
    more.merge(setting, List.of(pointer), PodPlaces::plus);
    return new PodPlaces(more);
  }

  /** The same without places for these settings. */
  public PodPlaces without(PodSetting... settings) {
    var fewer = new EnumMap<>(places);
    for (var setting : settings) {
      fewer.remove(setting);
    }
    return new PodPlaces(fewer);
  }

  /**
   * Writes what the template gives and this manifest has a place for.
   *
   * @param template null for none
   * @param pods selects the pods, for their spreading; empty where their operator does
   */
  public ManifestTemplate write(
      ManifestTemplate manifest, PodTemplate template, Map<String, String> pods) {
    if (template != null) {
      var given = Json.JSON.<ObjectNode>valueToTree(template);
      places.forEach(
          (setting, pointers) -> {
            var value = setting.in(given);
            if (!value.isMissingNode() && !(value.isContainerNode() && value.isEmpty())) {
              pointers.forEach(pointer -> write(manifest, setting, pointer, value, pods));
            }
          });
    }
    return manifest;
  }

  private static void write(
      ManifestTemplate manifest,
      PodSetting setting,
      String pointer,
      JsonNode value,
      Map<String, String> pods) {
    switch (setting) {
      case LABELS, ANNOTATIONS, SERVICE_ACCOUNT, STARTUP_PROBE, LIVENESS_PROBE, READINESS_PROBE ->
          value.properties().forEach(entry -> setEntry(manifest, pointer, entry));
      case ENV -> value.forEach(variable -> manifest.append(pointer, complete(variable)));
      case TOPOLOGY_SPREAD -> manifest.set(pointer, selecting(value, pods));
      default -> manifest.set(pointer, value);
    }
  }

  private static void setEntry(
      ManifestTemplate manifest, String pointer, Map.Entry<String, JsonNode> entry) {
    manifest.set(pointer + "/" + ManifestTemplate.escape(entry.getKey()), entry.getValue());
  }

  /**
   * With Kubernetes' defaults: the API server returns them, and Strimzi's schema demands a value.
   */
  private static JsonNode complete(JsonNode variable) {
    var complete = variable.<ObjectNode>deepCopy();
    if (!complete.has("value") && !complete.has("valueFrom")) {
      complete.put("value", "");
    }
    if (complete.at("/valueFrom/fieldRef").isObject()) {
      complete.withObject("/valueFrom/fieldRef").put("apiVersion", "v1");
    }
    return complete;
  }

  private static JsonNode selecting(JsonNode constraints, Map<String, String> pods) {
    var selecting = constraints.deepCopy();
    if (!pods.isEmpty()) {
      var labels = Json.JSON.<ObjectNode>valueToTree(pods);
      selecting.forEach(
          c -> ((ObjectNode) c).putObject("labelSelector").set("matchLabels", labels));
    }
    return selecting;
  }

  private static List<String> plus(List<String> before, List<String> more) {
    return Stream.concat(before.stream(), more.stream()).toList();
  }
}
