package io.cdcpipeline.operator.real;

import io.cdcpipeline.operator.RealOperator;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The chart's rules beside the calls of the whole test run that needed them, which reveals unused
 * permissions.
 */
final class RightsUsed {
  private static final String ROLE = "cdc-system-cdc-pipeline-operator";

  private static final Pattern NUMBER = Pattern.compile("(?<= )\\d+(?=,| \\|)");

  private RightsUsed() {}

  /** One row per resource, from the audit log of a running server; nothing without the chart. */
  static Map<String, String> rows(RealApi api) {
    var role = api.client().rbac().clusterRoles().withName(ROLE).get();
    if (role == null) {
      return Map.of();
    }
    var used =
        RealOperator.audit(api).calls(0).stream()
            .filter(call -> !call.forbidden())
            .collect(Collectors.groupingBy(RightsUsed::right, Collectors.counting()));
    var rows = new TreeMap<String, String>();
    role.getRules().forEach(rule -> rule(rule, used, rows));
    return rows;
  }

  /** One row of two rows of the same resource: each use of either counts. */
  static String sum(String one, String other) {
    var counts = NUMBER.matcher(other).results().map(MatchResult::group).iterator();
    return NUMBER
        .matcher(one)
        .replaceAll(found -> "" + (Long.parseLong(found.group()) + Long.parseLong(counts.next())));
  }

  private static void rule(PolicyRule rule, Map<String, Long> used, Map<String, String> rows) {
    for (var group : rule.getApiGroups()) {
      for (var resource : rule.getResources()) {
        var name = name(group, resource);
        rows.put(name, "| %s | %s |%n".formatted(name, verbs(rule.getVerbs(), name, used)));
      }
    }
  }

  private static String verbs(List<String> verbs, String name, Map<String, Long> used) {
    return verbs.stream()
        .map(verb -> verb + " " + used.getOrDefault(verb + " " + name, 0L))
        .collect(Collectors.joining(", "));
  }

  /** Server-side apply of an absent object is a patch that also needs create. */
  private static String right(AuditLog.Call call) {
    var verb = call.verb().equals("patch") && call.code() == 201 ? "create" : call.verb();
    return verb + " " + name(call.group(), call.resource());
  }

  private static String name(String group, String resource) {
    return group.isEmpty() ? resource : resource + "." + group;
  }
}
