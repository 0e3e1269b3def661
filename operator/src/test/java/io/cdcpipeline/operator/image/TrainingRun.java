package io.cdcpipeline.operator.image;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.files.TemporaryFolder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets an operator process reconcile one pipeline against the fake API server and ends it with
 * SIGTERM: what the image build runs to fill the AOT cache (JEP 514) with the classes of a real
 * start. Arguments: the CRD, then the operator's command.
 */
public final class TrainingRun {
  private static final Duration FIRST_STATUS = Duration.ofSeconds(60);
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private TrainingRun() {}

  public static void main(String[] args) throws Exception {
    List<String> command = List.of(args).subList(1, args.length);
    Path folder = TemporaryFolder.untilExit("training");
    Certificate certificate = new Certificate(folder);
    try (ApiServer server =
            ApiServer.start(certificate.server(), Files.readString(certificate.pem()));
        KubernetesClient client = server.client()) {
      client.load(Files.newInputStream(Path.of(args[0]))).serverSideApply();
      for (ForeignKinds kinds : ForeignKinds.values()) {
        kinds.install(client);
      }
      CdcPipeline pipeline = client.resource(pipeline()).create();
      ProcessBuilder operator = new ProcessBuilder(command).inheritIO();
      Path token = Files.writeString(folder.resolve("token"), server.token());
      operator
          .environment()
          .putAll(PodAccess.environment(URI.create(server.url()), certificate.pem(), token));
      operator.environment().put("LEADER_ELECTION", "true");
      Process process = operator.start();
      boolean reconciled = awaitStatus(client, pipeline, process);
      process.destroy();
      process.waitFor(FIRST_STATUS.toSeconds(), TimeUnit.SECONDS);
      System.out.println("training: pipeline reconciled: " + reconciled);
      System.exit(reconciled ? 0 : 1);
    }
  }

  private static boolean awaitStatus(KubernetesClient client, CdcPipeline pipeline, Process process)
      throws InterruptedException {
    Instant end = Instant.now().plus(FIRST_STATUS);
    while (Instant.now().isBefore(end) && process.isAlive()) {
      CdcPipeline now = client.resource(pipeline).get();
      if (now.getStatus() != null) {
        Thread.sleep(SETTLING.toMillis());
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  private static CdcPipeline pipeline() {
    return io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: training, namespace: default}
        spec:
          database: {schema: {database: shop, sql: "CREATE TABLE IF NOT EXISTS t (id INT)"}}
          changefeed: {tables: ["shop.*"]}
        """,
        CdcPipeline.class);
  }
}
