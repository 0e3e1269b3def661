package io.cdcpipeline.cli;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of rights in docs/cli.md. */
final class DocumentedRights {
  private DocumentedRights() {}

  /**
   * One right of a row.
   *
   * @param resource with its group as the page has it, and with its subresource
   */
  record Right(String verb, String resource) {
    /** As a rule of a Role; a name that several groups have is meant in all of them. */
    PolicyRule rule(Map<String, Set<String>> groups) {
      var plural = resource.replaceAll("[./].*", "");
      return new PolicyRuleBuilder()
          .withApiGroups(new ArrayList<>(groups.getOrDefault(plural, Set.of())))
          .withResources(resource.replaceAll("\\..*", ""))
          .withVerbs(verb)
          .build();
    }

    /** How a command asks for it. */
    String request(Map<String, Set<String>> groups, String namespace) {
      var parts = resource.split("/", 2);
      var plural = parts[0].replaceAll("\\..*", "");
      var group = groups.get(plural).iterator().next();
      return "Ask for the right to %s %s%s%s in namespace %s;"
          .formatted(
              verb,
              plural,
              group.isEmpty() ? "" : "." + group,
              parts.length == 1 ? "" : "/" + parts[1],
              namespace);
    }

    @Override
    public String toString() {
      return verb + " " + resource;
    }
  }

  /** Those of a command, as the page calls it. */
  static List<Right> of(String command) throws IOException {
    var page = Files.readString(Golden.root().resolve("docs/cli.md"));
    var table = page.substring(page.indexOf(RightsTest.START), page.indexOf(RightsTest.END));
    var row =
        table
            .lines()
            .filter(line -> line.startsWith("| " + command + " | "))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no row of " + command));
    var rights = new ArrayList<Right>();
    for (var part : row.split("\\|", -1)[2].strip().split("; ", -1)) {
      int last = part.lastIndexOf(' ');
      for (var verb : part.substring(0, last).split(", ", -1)) {
        rights.add(new Right(verb, part.substring(last + 1)));
      }
    }
    return rights;
  }

  /** The groups that have a kind of that plural. */
  static Map<String, Set<String>> groups(KubernetesClient client) {
    var groups = new TreeMap<String, Set<String>>();
    var versions = new TreeSet<String>(Set.of("v1"));
    client
        .getApiGroups()
        .getGroups()
        .forEach(
            group ->
                group.getVersions().forEach(version -> versions.add(version.getGroupVersion())));
    for (var version : versions) {
      var group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
      client
          .getApiResources(version)
          .getResources()
          .forEach(kind -> groups.computeIfAbsent(kind.getName(), n -> new TreeSet<>()).add(group));
    }
    return groups;
  }
}
