import io.cdcpipeline.operator.RealOperator;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.real.AuditLog;
import io.cdcpipeline.operator.real.RealApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A real API server with the CRDs of all operators and the chart's permissions, but no other operator. */
final class Cluster {
  /** How many clients create at the same time. */
  static final int CLIENTS = 8;

  private final RealApi api = RealApi.get();
  private final Path kubeconfig;
  private final AuditLog audit;

  Cluster() {
    api.installForeign(
        "tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0", "prometheus-operator-0.85.0-all");
    for (var name : List.of("monitoring", "unrelated", "one")) {
      namespace(name);
    }
    Servers.makeRoomForServices(api);
    kubeconfig = RealOperator.install(api);
    audit = RealOperator.audit(api);
  }

  RealApi api() {
    return api;
  }

  /** The operator's access. */
  Path kubeconfig() {
    return kubeconfig;
  }

  /** The operator's calls. */
  AuditLog audit() {
    return audit;
  }

  /** Objects with the operator's label, where kubectl's arguments say. */
  long children(String... where) {
    var command = new ArrayList<>(List.of("get", RealOperator.CHILDREN, "-o", "name"));
    command.addAll(List.of("-l", "app.kubernetes.io/managed-by=cdc-pipeline-operator"));
    command.addAll(List.of(where));
    return api.kubectl(command.toArray(String[]::new)).lines().filter(line -> line.contains("/")).count();
  }

  void pipeline(String namespace, String name) {
    api.client()
        .resource(Serialization.unmarshal(
            """
            apiVersion: cdcpipeline.io/v1alpha1
            kind: CdcPipeline
            metadata: {name: %s, namespace: %s}
            spec: {changefeed: {tables: ["shop.*"]}}
            """.formatted(name, namespace), CdcPipeline.class))
        .create();
  }

  void namespace(String name) {
    api.client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** Secrets of other programs, a kilobyte each. */
  void foreignSecrets(int number) throws InterruptedException {
    parallel(number, i -> api.client()
        .resource(new SecretBuilder()
            .withNewMetadata().withNamespace("unrelated").withName("secret-" + i).endMetadata()
            .addToStringData("value", "x".repeat(1000))
            .build())
        .create());
  }

  static void parallel(int times, IntConsumer work) throws InterruptedException {
    var pool = Executors.newFixedThreadPool(CLIENTS);
    IntStream.range(0, times).forEach(i -> pool.execute(() -> work.accept(i)));
    pool.shutdown();
    if (!pool.awaitTermination(30, TimeUnit.MINUTES)) {
      throw new IllegalStateException("not done in 30 minutes");
    }
  }
}
