import io.cdcpipeline.operator.RealOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.real.RealApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * What the API server and etcd need at least: the children that the operator has just made, written
 * again to other namespaces by a client that does nothing but apply them. They are written as they
 * are live, so with the few fields that the API server added, but without owners, whom the garbage
 * collector would look for in their new namespace.
 */
final class Floor {
  private static final String PREFIX = "floor-";

  private final RealApi api;
  private final int clients;
  private final DoubleSupplier serversCpu;

  /** What the replay took. */
  record Cost(int objects, double cpuSeconds, double wallSeconds) {}

  /** @param clients how many apply at the same time */
  Floor(RealApi api, int clients, DoubleSupplier serversCpu) {
    this.api = api;
    this.clients = clients;
    this.serversCpu = serversCpu;
  }

  /** Must run while no operator does, which would watch the copies. */
  Cost measure(List<String> namespaces) throws InterruptedException {
    double cpu = 0;
    double wall = 0;
    int objects = 0;
    for (var namespace : namespaces) {
      var copies = copies(namespace);
      double cpuBefore = serversCpu.getAsDouble();
      long begin = System.nanoTime();
      apply(copies);
      wall += (System.nanoTime() - begin) / 1e9;
      cpu += serversCpu.getAsDouble() - cpuBefore;
      objects += copies.size();
    }
    return new Cost(objects, cpu, wall);
  }

  private void apply(List<GenericKubernetesResource> objects) throws InterruptedException {
    var pool = Executors.newFixedThreadPool(clients);
    var failed = new AtomicInteger();
    for (var object : objects) {
      pool.execute(
          () -> {
            try {
              api.client().resource(object).fieldManager("floor").forceConflicts().serverSideApply();
            } catch (RuntimeException e) {
              failed.incrementAndGet();
              e.printStackTrace();
            }
          });
    }
    pool.shutdown();
    if (!pool.awaitTermination(30, TimeUnit.MINUTES) || failed.get() > 0) {
      throw new IllegalStateException(failed + " objects of the floor were not applied");
    }
  }

  private List<GenericKubernetesResource> copies(String namespace) {
    var copies = new ArrayList<GenericKubernetesResource>();
    for (var kind : kinds(namespace)) {
      api.client()
          .genericKubernetesResources(kind.apiVersion(), kind.kind())
          .inNamespace(namespace)
          .withLabel("app.kubernetes.io/managed-by", "cdc-pipeline-operator")
          .list(new ListOptionsBuilder().withResourceVersion("0").build())
          .getItems()
          .forEach(child -> copies.add(copy(child)));
    }
    return copies;
  }

  private List<ResourceKind> kinds(String namespace) {
    return api.kubectl("get", RealOperator.CHILDREN, "-n", namespace,
            "-l", "app.kubernetes.io/managed-by=cdc-pipeline-operator",
            "-o", "jsonpath={range .items[*]}{.apiVersion} {.kind}{\"\\n\"}{end}")
        .lines()
        .distinct()
        .map(line -> line.split(" "))
        .map(words -> ResourceKind.of(words[0], words[1]))
        .toList();
  }

  private static GenericKubernetesResource copy(GenericKubernetesResource child) {
    child.setMetadata(metadata(child.getMetadata()));
    child.getAdditionalProperties().remove("status");
    Map<String, Object> spec = child.get("spec");
    if (child.getKind().equals("Service") && spec != null) {
      spec.keySet().removeAll(List.of("clusterIP", "clusterIPs"));
    }
    return child;
  }

  private static ObjectMeta metadata(ObjectMeta live) {
    return new ObjectMetaBuilder()
        .withNamespace(PREFIX + live.getNamespace())
        .withName(live.getName())
        .withLabels(live.getLabels())
        .withAnnotations(live.getAnnotations())
        .build();
  }

  /** Where the copies of a namespace's children go. */
  static String namespace(String original) {
    return PREFIX + original;
  }
}
