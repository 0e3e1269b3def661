package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.cli.output.CliException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The refusal of a Role with rules that its creator lacks, in the words of Kubernetes' registry
 * (pkg/registry/rbac/validation/rule.go), as rights to ask for.
 */
final class GrantRefusal {
  private static final String MARK = "attempting to grant RBAC permissions not currently held";
  private static final Pattern RULE =
      Pattern.compile(
          "\\{APIGroups:\\[[^]]*\\], Resources:\\[([^]]*)\\](?:, ResourceNames:\\[([^]]*)\\])?,"
              + " Verbs:\\[([^]]*)\\]\\}");

  private GrantRefusal() {}

  /** Empty for another refusal. */
  static Optional<CliException> of(String message) {
    if (!message.contains(MARK)) {
      return Optional.empty();
    }
    var names = new TreeMap<String, TreeSet<String>>();
    var rules = RULE.matcher(message);
    while (rules.find()) {
      for (var verb : quoted(rules.group(3))) {
        for (var resource : quoted(rules.group(1))) {
          var all = names.computeIfAbsent(verb + " " + resource, right -> new TreeSet<>());
          all.addAll(quoted(rules.group(2)));
        }
      }
    }
    var rights = new StringBuilder();
    names.forEach(
        (right, of) ->
            rights
                .append(rights.isEmpty() ? "" : "; ")
                .append(right)
                .append(of.isEmpty() ? "" : " " + String.join(", ", of)));
    return Optional.of(
        CliException.unavailable(
            "you may not pass on rights that you do not have: " + rights,
            "Ask for these rights in the pipeline's namespace; docs/cli.md lists those of each"
                + " command."));
  }

  /** As Go prints a list of strings with %q. */
  private static Set<String> quoted(String list) {
    var all = new TreeSet<String>();
    var words = Pattern.compile("\"([^\"]*)\"").matcher(list == null ? "" : list);
    while (words.find()) {
      all.add(words.group(1));
    }
    return all;
  }
}
