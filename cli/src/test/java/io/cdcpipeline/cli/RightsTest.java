package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rights in docs/cli.md are the requests that each command makes. */
@Timeout(120)
class RightsTest {
  static final String START = "<!-- rights: written by make golden -->\n";
  static final String END = "<!-- /rights -->";
  private static final Pattern SUBRESOURCE = Pattern.compile("/pods/[^/]+/(log|proxy)(/.*)?$");

  /**
   * Of a cluster, where a pod is not on this machine: the client opens a websocket with GET, for
   * which Kubernetes wants create as well from 1.35 on.
   */
  private static final List<String> FORWARD =
      List.of("get pods/portforward", "create pods/portforward");

  /** For an apply of what does not exist yet, which is a PATCH as any other. */
  private static final String APPLIED = "create cdcpipelines.cdcpipeline.io";

  /** Rights in another namespace than the pipeline's. */
  static final String OPERATORS = "`smoke`, in the operator's namespace";

  /** Which is found there if it may be looked for. */
  private static final String PROMETHEUS = "/namespaces/observability/";

  static final Map<String, List<String>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("`status`", List.of("status -n shop", "status shop -n shop"));
    COMMANDS.put("`plan`", List.of("plan -f PLAN/grow.yaml", "plan -f PLAN/new.yaml"));
    COMMANDS.put("`tail`, and `trace` for lines", List.of("tail shop -n shop --no-follow"));
    COMMANDS.put(
        "`suspend`, `resume`, `restart --from`, `replay`",
        List.of(
            "suspend shop -n shop",
            "resume shop -n shop",
            "restart shop -n shop --from now",
            "replay shop -n shop --from earliest"));
    COMMANDS.put("`restart --consumer`", List.of("restart shop -n shop --consumer"));
    COMMANDS.put(
        "`connect`, and `trace` for row and documents",
        List.of("connect sql shop -n shop --print"));
    COMMANDS.put("`smoke`", List.of("smoke shop -n shop --timeout 0s"));
    COMMANDS.put(OPERATORS, List.of("smoke shop -n shop --timeout 0s"));
    COMMANDS.put("`report`", List.of("report shop -n shop --file REPORT"));
  }

  @TempDir Path folder;

  @Test
  void thePageListsThem() throws Exception {
    var page = Golden.root().resolve("docs/cli.md");
    var text = Files.readString(page);
    assertThat(text).contains(START, END);
    var before = text.substring(0, text.indexOf(START) + START.length());
    Golden.assertSame(page, before + table() + text.substring(text.indexOf(END)));
  }

  private String table() throws Exception {
    var table =
        new StringBuilder(
            "| Command | Rights |\n|---|---|\n| `lint`, `generate-completion` | none |\n");
    try (var cluster = TestCluster.start()) {
      for (var kinds : ForeignKinds.values()) {
        kinds.install(cluster.client());
      }
      cluster.applyFile("plan/live.yaml");
      cluster.applyFile("rights.yaml");
      cluster.applyFile("operator.yaml");
      try (var consumers = new ConsumerStandIns(cluster, folder)) {
        assertThat(consumers.log(0)).exists();
        for (var command : COMMANDS.entrySet()) {
          var rights = new TreeSet<String>();
          if (command.getKey().startsWith("`connect`")) {
            rights.addAll(FORWARD);
          }
          if (command.getKey().equals("`plan`")) {
            rights.add(APPLIED);
          }
          boolean operators = command.getKey().equals(OPERATORS);
          if (operators) {
            rights.add("get pods/log");
          }
          command.getValue().forEach(line -> rights.addAll(requests(cluster, line, operators)));
          table.append("| %s | %s |\n".formatted(command.getKey(), shown(rights)));
        }
      }
    }
    return table.toString();
  }

  private Set<String> requests(TestCluster cluster, String line, boolean operators) {
    int from = cluster.server().requests().entries().size();
    var words =
        line.replace("PLAN", Golden.root().resolve("cli/src/test/resources/plan").toString())
            .replace("REPORT", folder.resolve("report.zip").toString());
    var result = cluster.run(words);
    assertThat(result.code()).as(line + ": " + result.err()).isIn(0, 1, 4);
    var rights = new TreeSet<String>();
    var entries = new ArrayList<>(cluster.server().requests().entries());
    entries.subList(from, entries.size()).stream()
        .filter(entry -> entry.path().contains("/namespaces/cdc-system/") == operators)
        .filter(entry -> !entry.path().contains(PROMETHEUS))
        .filter(entry -> !entry.resource().isEmpty() || SUBRESOURCE.matcher(entry.path()).find())
        .forEach(entry -> rights.add(right(entry)));
    return rights;
  }

  private static String right(RequestLog.Entry entry) {
    var subresource = SUBRESOURCE.matcher(entry.path());
    if (subresource.find()) {
      return "get pods/" + subresource.group(1);
    }
    var resource = entry.resource();
    return entry.verb()
        + " "
        + (resource.equals("cdcpipelines") ? "cdcpipelines.cdcpipeline.io" : resource);
  }

  /** get, list on one kind are one right. */
  private static String shown(Set<String> rights) {
    var byResource = new TreeMap<String, List<String>>();
    for (var right : rights) {
      var parts = right.split(" ", -1);
      byResource.computeIfAbsent(parts[1], r -> new ArrayList<>()).add(parts[0]);
    }
    return String.join(
        "; ",
        byResource.entrySet().stream()
            .map(r -> String.join(", ", r.getValue()) + " " + r.getKey())
            .toList());
  }
}
