package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.chart.ChartPods;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our pods in a namespace that enforces the Pod Security level restricted and, played by a policy,
 * OpenShift's restricted-v2: no user, group or file system group but those that it assigns.
 */
@Requires(REAL_API)
class RestrictedPodsIT {
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: assigned-users}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
        validations:
        - expression: "!has(object.spec.securityContext) || (!has(object.spec.securityContext.runAsUser) && !has(object.spec.securityContext.runAsGroup) && !has(object.spec.securityContext.fsGroup))"
          message: "user, group and fsGroup are assigned by the namespace"
        - expression: "object.spec.containers.all(c, !has(c.securityContext) || !has(c.securityContext.runAsUser))"
          message: "a container's user is assigned by the namespace"
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: assigned-users}
      spec:
        policyName: assigned-users
        validationActions: [Deny]
        matchResources: {namespaceSelector: {matchLabels: {users: assigned}}}
      """;

  @TempDir static Path work;
  private static RealApi api;
  private static String namespace;

  @BeforeAll
  static void restrict() throws IOException {
    api = RealApi.get();
    namespace = api.namespace();
    api.kubectl(
        "label",
        "namespace",
        namespace,
        "users=assigned",
        "pod-security.kubernetes.io/enforce=restricted");
    var policy = Files.writeString(work.resolve("policy.yaml"), POLICY);
    api.kubectl("apply", "--server-side", "-f", policy.toString());
    // A new policy takes effect a little later.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> create(withUser(consumer("minimal"))).output().contains("assigned by the"));
  }

  static Stream<JsonNode> ours() throws IOException {
    return Stream.concat(
        ChartPods.templates().stream(),
        Stream.of(
            consumer("minimal"),
            consumer("full"),
            consumer("existing"),
            template("minimal/out-Job-shop-consumer-replay.yaml", "/spec/template")));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void ourPodsAreAdmitted(JsonNode template) throws IOException {
    assertThat(create(template)).returns(0, RealApi.Result::code);
  }

  /** What PodSecurityTooStrict speaks of. */
  @Test
  void filebeatIsRefusedByTheLevel() throws IOException {
    var beat = template("minimal/out-Beat-shop.yaml", "/spec/daemonSet/podTemplate").deepCopy();
    var container = (ObjectNode) beat.at("/spec/containers/0");
    container.put("image", "filebeat:1");

    assertThat(create(beat).output())
        .contains("violates PodSecurity \"restricted:latest\"", "hostPath", "runAsNonRoot");
  }

  private static JsonNode withUser(JsonNode template) {
    var copy = template.deepCopy();
    ((ObjectNode) copy.at("/spec/securityContext")).put("runAsUser", 10001);
    return copy;
  }

  private static JsonNode consumer(String golden) throws IOException {
    return template(golden + "/out-Deployment-shop-consumer.yaml", "/spec/template");
  }

  private static JsonNode template(String child, String at) throws IOException {
    return Json.YAML.readTree(Golden.resource("golden/" + child).toFile()).at(at);
  }

  private static RealApi.Result create(JsonNode template) {
    var pod = Json.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", "pod").put("namespace", namespace);
    pod.set("spec", template.path("spec"));
    try {
      var file = Files.writeString(work.resolve("pod.json"), pod.toString());
      return api.run("create", "--dry-run=server", "-f", file.toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
