package io.cdcpipeline.cli;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.DocumentedRights.Right;
import io.cdcpipeline.cli.TestCluster.Result;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command with the rights that docs/cli.md lists, and without each, under a real RBAC. */
@Requires(REAL_API)
class RestrictedUserIT {
  private static final String CONNECT = "`connect`, and `trace` for row and documents";

  /** What a command does without, in the page's words: its answer has less then. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "`status`", Set.of("get cdcpipelines.cdcpipeline.io", "list cdcpipelines.cdcpipeline.io"),
          "`plan`",
              Set.of(
                  "get cdcpipelines.cdcpipeline.io",
                  "create cdcpipelines.cdcpipeline.io",
                  "patch cdcpipelines.cdcpipeline.io"),
          "`report`", Set.of("get cdcpipelines.cdcpipeline.io"));

  /** What the Role of the smoke test grants. */
  private static final List<Right> GRANTED =
      List.of(
          new Right("get", "secrets"),
          new Right("get", "configmaps"),
          new Right("list", "endpointslices"));

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RestrictedUsers users;
  private static Map<String, Set<String>> groups;

  @BeforeAll
  static void start() {
    cluster = TestCluster.real("shop", "cdc-system");
    var client = cluster.client();
    for (var kinds : ForeignKinds.values()) {
      kinds.install(client);
    }
    cluster.applyFile("plan/live.yaml");
    cluster.apply(TestCluster.resource("rights.yaml").replace("127.0.0.9", "10.0.0.9"));
    cluster.applyFile("operator.yaml");
    consumer();
    users = new RestrictedUsers(client, folder);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              groups = DocumentedRights.groups(client);
              assertThat(groups).containsKeys("beats", "ticdcgroups", "cdcpipelines");
            });
  }

  /** A running one, whose log nobody has: there is no kubelet. */
  private static void consumer() {
    var pod = new PodBuilder().withNewMetadata().withName("shop-consumer-0").withNamespace("shop");
    var selector = Labels.selector(new ResourceNames("shop", "shop"), ComponentName.CONSUMER);
    var spec = pod.withLabels(selector).endMetadata().withNewSpec();
    spec.addNewContainer().withName("consumer").withImage("consumer").endContainer();
    var live = cluster.client().resource(spec.endSpec().build()).create();
    live.setStatus(new PodStatusBuilder().withPhase("Running").build());
    cluster.client().resource(live).updateStatus();
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  static Stream<String> commands() {
    return RightsTest.COMMANDS.keySet().stream().filter(command -> !command.contains("smoke"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void itsRightsSuffice(String command) throws IOException {
    var rights = DocumentedRights.of(command);
    for (var result : run(command, rights)) {
      // Where the operator runs is looked for in all namespaces, which the page says apart.
      var err = result.err().replaceAll("left out: the operator's pods: .*", "");
      assertThat(err).doesNotContain("forbidden", "Ask for");
    }
    var needed = NEEDED.get(command);
    if (needed != null) {
      for (var result :
          run(command, rights.stream().filter(r -> needed.contains(r.toString())).toList())) {
        assertThat(result.err()).doesNotContain("Ask for");
        assertThat(result.code()).as(result.err()).isIn(0, 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatIsMissingIsNamed(String command) throws IOException {
    var rights = DocumentedRights.of(command);
    for (var missing : rights) {
      boolean forwarded = missing.resource().equals("pods/portforward"); // tested below
      if (forwarded
          || !NEEDED
              .getOrDefault(command, Set.of(missing.toString()))
              .contains(missing.toString())) {
        continue;
      }
      var others = rights.stream().filter(right -> !right.equals(missing)).toList();
      assertThat(run(command, others))
          .as("%s without %s", command, missing)
          .anySatisfy(
              result -> {
                assertThat(result.err()).contains(ask(missing, "shop"));
                assertThat(result.code()).isEqualTo(3);
              });
    }
  }

  /** Only when somebody connects is it known whether that is allowed. */
  @ParameterizedTest
  @ValueSource(strings = {"get", "create", "none"})
  void aForwardNeedsBothVerbs(String missing) throws Exception {
    var rights =
        DocumentedRights.of(CONNECT).stream()
            .filter(right -> !right.equals(new Right(missing, "pods/portforward")))
            .toList();
    var environment = users.with(Map.of("shop", rules(rights)));
    try (var connect = CliProcess.start(environment, false, "connect sql shop -n shop")) {
      var listens = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
      await().atMost(Duration.ofSeconds(60)).until(() -> listens.matcher(connect.out()).find());
      var port = listens.matcher(connect.out());
      assertThat(port.find()).isTrue();
      try (var socket =
          new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> !connect.err().isEmpty());
      var refusal = "Ask for the right to get and create pods/portforward in namespace shop";
      if (missing.equals("none")) {
        assertThat(connect.err()).doesNotContain("Ask for"); // the pod has no node
      } else {
        assertThat(connect.err()).contains(refusal);
      }
      connect.interrupt();
      assertThat(connect.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void smokeWorksWithItsRights() throws IOException {
    var result = smoke(null, null);
    assertThat(result.err()).contains("has no pod yet").doesNotContain("forbidden", "not removed");
    assertThat(result.code()).isEqualTo(4);
    assertNothingIsLeft();
  }

  /** What it does without is events, and logs until its pod runs; removal is told apart. */
  @Test
  void whatSmokeMissesIsNamed() throws IOException {
    for (var namespace : List.of("shop", "cdc-system")) {
      for (var missing :
          DocumentedRights.of(namespace.equals("shop") ? "`smoke`" : RightsTest.OPERATORS)) {
        if (Set.of("list events", "get pods/log").contains(missing.toString())) {
          continue;
        }
        var result = smoke(missing, namespace);
        if (missing.verb().equals("delete")) {
          assertThat(result.err())
              .contains("not removed: ", "cannot delete resource \"" + missing.resource() + "\"");
          assertThat(result.code()).isEqualTo(4);
          removeWhatIsLeft();
        } else {
          assertThat(result.err()).contains(ask(missing, namespace));
          assertThat(result.code()).as(missing.toString()).isEqualTo(3);
          assertNothingIsLeft();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get secrets         | get secrets shop-cluster-ca-cert, shop-db-root, shop-es-
          get configmaps      | get configmaps shop-dashboard
          list endpointslices | list endpointslices
          """)
  void smokeNamesWhatItsRoleWouldGrant(String missing, String expected) throws IOException {
    var right = new Right(missing.split(" ", -1)[0], missing.split(" ", -1)[1]);
    var result = smoke(right, "granted");
    assertThat(result.err())
        .startsWith("error: you may not pass on rights that you do not have: " + expected)
        .contains("Ask for these rights in the pipeline's namespace;");
    assertThat(result.code()).isEqualTo(3);
    assertNothingIsLeft();
  }

  /** With every right but one of those in a namespace, or of those that its Role grants. */
  private Result smoke(Right missing, String where) throws IOException {
    var shop = new ArrayList<>(DocumentedRights.of("`smoke`"));
    var operators = new ArrayList<>(DocumentedRights.of(RightsTest.OPERATORS));
    var granted = new ArrayList<>(GRANTED);
    if (missing != null) {
      Map.of("shop", shop, "cdc-system", operators, "granted", granted).get(where).remove(missing);
    }
    shop.addAll(granted);
    var environment = users.with(Map.of("shop", rules(shop), "cdc-system", rules(operators)));
    return cluster.run(environment, List.of("smoke", "shop", "-n", "shop", "--timeout", "0s"));
  }

  private static void assertNothingIsLeft() {
    var client = cluster.client();
    assertThat(client.batch().v1().jobs().inNamespace("cdc-system").list().getItems()).isEmpty();
    assertThat(client.rbac().roles().inNamespace("shop").list().getItems())
        .noneMatch(role -> role.getMetadata().getName().startsWith("cdc-smoke"));
    assertThat(client.rbac().roleBindings().inNamespace("shop").list().getItems())
        .noneMatch(binding -> binding.getMetadata().getName().startsWith("cdc-smoke"));
    assertThat(client.serviceAccounts().inNamespace("cdc-system").list().getItems())
        .noneMatch(account -> account.getMetadata().getName().startsWith("cdc-smoke"));
  }

  private static void removeWhatIsLeft() {
    var labels = Map.of(Labels.COMPONENT, "smoke");
    var client = cluster.client();
    client.batch().v1().jobs().inNamespace("cdc-system").withLabels(labels).delete();
    client.rbac().roles().inNamespace("shop").withLabels(labels).delete();
    client.rbac().roleBindings().inNamespace("shop").withLabels(labels).delete();
    client.serviceAccounts().inNamespace("cdc-system").withLabels(labels).delete();
    assertNothingIsLeft();
  }

  private List<Result> run(String command, List<Right> rights) throws IOException {
    var environment = new HashMap<>(users.with(Map.of("shop", rules(rights))));
    var results = new ArrayList<Result>();
    Files.deleteIfExists(folder.resolve("report.zip")); // an earlier run's is not overwritten
    for (var line : RightsTest.COMMANDS.get(command)) {
      var words =
          line.replace("PLAN", Golden.root().resolve("cli/src/test/resources/plan").toString())
              .replace("REPORT", folder.resolve("report.zip").toString());
      results.add(cluster.run(environment, List.of(words.split(" ", -1))));
    }
    return results;
  }

  private static List<PolicyRule> rules(List<Right> rights) {
    return rights.stream().map(right -> right.rule(groups)).toList();
  }

  private static String ask(Right right, String namespace) {
    return right.request(groups, namespace);
  }
}
