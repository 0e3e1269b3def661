package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The discovery documents: groups, versions and resources. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final ResourceTypes types;

  Discovery(ResourceTypes types) {
    this.types = types;
  }

  Optional<ObjectNode> read(String path) {
    return switch (path) {
      case "/version" -> Optional.of(version());
      case "/api" -> Optional.of(coreVersions());
      case "/apis" -> Optional.of(groups());
      default -> resources(path.replaceFirst("^/apis?/", ""));
    };
  }

  private static ObjectNode version() {
    return object("", "").put("major", "1").put("minor", "35").put("gitVersion", "v1.35.4-fake");
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = object("APIVersions", "v1");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private ObjectNode groups() {
    ObjectNode list = object("APIGroupList", "v1");
    ArrayNode groups = list.putArray("groups");
    TreeSet<String> versions = new TreeSet<>();
    types.all().stream()
        .filter(t -> !t.group().isEmpty())
        .forEach(t -> versions.add(t.apiVersion()));
    ObjectNode group = null;
    for (String apiVersion : versions) {
      String name = apiVersion.substring(0, apiVersion.indexOf('/'));
      if (group == null || !group.path("name").asText().equals(name)) {
        group = groups.addObject().put("name", name);
      }
      ObjectNode version = group.withArray("versions").addObject();
      version
          .put("groupVersion", apiVersion)
          .put("version", apiVersion.substring(name.length() + 1));
      group.set("preferredVersion", version.deepCopy());
    }
    return list;
  }

  private Optional<ObjectNode> resources(String apiVersion) {
    List<ResourceType> served =
        types.all().stream().filter(t -> t.apiVersion().equals(apiVersion)).toList();
    if (served.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode list = object("APIResourceList", "v1").put("groupVersion", apiVersion);
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : served) {
      ObjectNode resource = add(resources, type, "", VERBS);
      resource.put("singularName", type.kind().toLowerCase(Locale.ROOT));
      type.shortNames().forEach(resource.withArray("shortNames")::add);
      type.categories().forEach(resource.withArray("categories")::add);
      if (type.statusSubresource()) {
        add(resources, type, "/status", List.of("get", "patch", "update"));
      }
      if (type.scalable()) {
        ObjectNode scale = add(resources, type, "/scale", List.of("get", "patch", "update"));
        scale.put("group", "autoscaling").put("version", "v1").put("kind", "Scale");
      }
    }
    return Optional.of(list);
  }

  private static ObjectNode add(
      ArrayNode resources, ResourceType type, String subresource, List<String> verbs) {
    ObjectNode resource = resources.addObject();
    resource.put("name", type.plural() + subresource).put("singularName", "");
    resource.put("namespaced", type.namespaced()).put("kind", type.kind());
    verbs.forEach(resource.withArray("verbs")::add);
    return resource;
  }

  private static ObjectNode object(String kind, String apiVersion) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    return kind.isEmpty() ? object : object.put("kind", kind).put("apiVersion", apiVersion);
  }
}
