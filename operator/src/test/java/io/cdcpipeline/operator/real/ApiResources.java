package io.cdcpipeline.operator.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Lists objects by resource names as kubectl takes them, e.g. {@code kafkas} or {@code
 * clusters.core.pingcap.com}: what {@code kubectl get -o name} prints, without starting a process.
 */
final class ApiResources {
  private record Resource(String groupVersion, String plural, String name) {
    String path(String namespace, String selector) {
      var root = groupVersion.contains("/") ? "/apis/" : "/api/";
      var query = "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
      return root + groupVersion + "/namespaces/" + namespace + "/" + plural + query;
    }
  }

  private final KubernetesClient client;
  private final Map<String, Resource> known = new ConcurrentHashMap<>();

  ApiResources(KubernetesClient client) {
    this.client = client;
  }

  /** Names such as {@code kafka.kafka.strimzi.io/shop}; none for a kind that is not served. */
  Stream<String> names(String resource, String namespace, String selector) {
    return find(resource)
        .flatMap(found -> get(found.path(namespace, selector)).map(list -> names(found, list)))
        .orElseGet(Stream::empty);
  }

  private static Stream<String> names(Resource resource, JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false)
        .map(item -> resource.name() + "/" + item.at("/metadata/name").asText());
  }

  private Optional<Resource> find(String resource) {
    if (!known.containsKey(resource)) {
      discover();
    }
    return Optional.ofNullable(known.get(resource));
  }

  private void discover() {
    add("v1");
    get("/apis").orElseThrow().path("groups").findValuesAsText("groupVersion").forEach(this::add);
  }

  private void add(String groupVersion) {
    var root = groupVersion.contains("/") ? "/apis/" : "/api/";
    var group = groupVersion.contains("/") ? "." + groupVersion.replaceFirst("/.*", "") : "";
    for (var served : group(root + groupVersion).path("resources")) {
      var plural = served.path("name").asText();
      var kind = served.path("kind").asText().toLowerCase(Locale.ROOT);
      if (!plural.contains("/")) {
        var resource = new Resource(groupVersion, plural, kind + group);
        known.putIfAbsent(plural, resource);
        known.putIfAbsent(plural + group, resource);
      }
    }
  }

  /** Without kinds, as kubectl has it, while the API server that serves the group is away. */
  private JsonNode group(String path) {
    try {
      return get(path).orElseThrow();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_UNAVAILABLE) {
        throw e;
      }
      return MissingNode.getInstance();
    }
  }

  private Optional<JsonNode> get(String path) {
    return Optional.ofNullable(client.raw(path)).map(ApiResources::parse);
  }

  private static JsonNode parse(String json) {
    try {
      return Json.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
