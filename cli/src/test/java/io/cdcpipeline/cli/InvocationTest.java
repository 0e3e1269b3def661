package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Help, and everything that keeps a command from its cluster. */
@Timeout(60)
class InvocationTest {
  @TempDir Path folder;

  @Test
  void helpLooksLikeItsTranscript() {
    var verbs =
        List.of(
            "", "status", "lint", "plan", "tail", "suspend", "resume", "restart", "replay", "trace",
            "smoke", "connect", "report");
    var transcript =
        verbs.stream()
            .map(verb -> Stream.of(verb, "--help").filter(w -> !w.isEmpty()).toList())
            .map(words -> TestCluster.execute(Map.of(), words).transcript(String.join(" ", words)))
            .collect(Collectors.joining("\n"));
    Golden.assertSame("help.txt", transcript);
  }

  @Test
  void saysWhatIsWrongWithTheKubeconfig() throws IOException {
    var broken = Files.writeString(folder.resolve("broken"), "contexts: [\n");
    var empty = Files.writeString(folder.resolve("empty"), "{}\n");
    assertThat(error(Map.of("HOME", folder.toString()), "status"))
        .isEqualTo("error: no kubeconfig: ~/.kube/config does not exist");
    assertThat(error(Map.of("KUBECONFIG", "/absent"), "status")).contains("/absent does not exist");
    assertThat(error(Map.of("KUBECONFIG", "" + broken), "status")).contains("is not YAML");
    assertThat(error(Map.of("KUBECONFIG", "" + empty), "status")).contains("no current context");
    assertThat(error(Map.of(), "status", "--kubeconfig", "/absent"))
        .contains("cannot read /absent");
  }

  @Test
  void saysThatTheServerIsAway() throws IOException {
    ApiServer server = ApiServer.start();
    var kubeconfig = Files.writeString(folder.resolve("config"), server.kubeconfig());
    server.close();
    assertThat(error(Map.of("KUBECONFIG", "" + kubeconfig), "status"))
        .contains("cannot reach http://127.0.0.1:")
        .endsWith(": connection refused");
    Files.writeString(kubeconfig, server.kubeconfig().replace("127.0.0.1", "api.invalid"));
    assertThat(error(Map.of("KUBECONFIG", "" + kubeconfig), "status"))
        .contains("cannot reach http://api.invalid:")
        .endsWith(": unknown host");
  }

  @Test
  void saysThatTheKindOrTheContextIsUnknown() throws IOException {
    try (ApiServer server = ApiServer.start();
        KubernetesClient client = server.client()) {
      assertThat(client.getMasterUrl()).isNotNull();
      var kubeconfig = Files.writeString(folder.resolve("config"), server.kubeconfig());
      var environment = Map.of("KUBECONFIG", "" + kubeconfig);
      assertThat(error(environment, "status")).contains("knows no CdcPipeline");
      assertThat(error(environment, "status", "--context", "prod"))
          .isEqualTo("error: the kubeconfig has no context \"prod\"");
      Files.writeString(kubeconfig, server.kubeconfig().replaceAll("token: [^}]*", "token: wrong"));
      assertThat(error(environment, "status")).contains("does not accept your login");
    }
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    var result = TestCluster.execute(Map.of(), List.of("stauts"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("Did you mean", "status");
  }

  @Test
  void endsQuietlyWhenNobodyReads() {
    var closed =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("Broken pipe");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    assertThat(TestCluster.execute(Map.of(), closed, "--help")).isEqualTo(141);
  }

  @Test
  void completesWordsForKubectl() {
    assertThat(complete("sta")).isEqualTo("status\n:4\n");
    assertThat(complete("re")).isEqualTo("replay\nreport\nrestart\nresume\n:4\n");
    assertThat(complete("status", "--wai")).isEqualTo("--wait\n:4\n");
    assertThat(complete("connect", "s")).contains("sql", "search");
    assertThat(TestCluster.execute(Map.of(), List.of("generate-completion")).out())
        .contains("complete -F _complete_kubectl-cdc -o default kubectl-cdc");
  }

  private static String complete(String... words) {
    return TestCluster.execute(
            Map.of(), Stream.concat(Stream.of("__complete"), Stream.of(words)).toList())
        .out();
  }

  private static String error(Map<String, String> environment, String... words) {
    var result = TestCluster.execute(environment, List.of(words));
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    return result.err().lines().findFirst().orElse("");
  }
}
