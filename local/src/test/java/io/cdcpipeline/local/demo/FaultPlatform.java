package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.LocalServers;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A whole pipeline to break, shared by all test classes of a fork. Its operator died once while it
 * created the pipeline.
 */
final class FaultPlatform implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofMinutes(3);
  static final String TABLE = "once_orders";

  private final Demo demo;
  private Session session;
  private Workload workload;

  private FaultPlatform() {
    DemoOptions options = DemoOptions.parse(new String[] {}, Installation.current().repository());
    demo = Demo.prepare(options, LocalServers.ofThisFork("demo"), new Steps(System.out));
  }

  private FaultPlatform start() {
    demo.start();
    await()
        .atMost(TIMEOUT)
        .until(() -> demo.platform().brokers().broker(demo.pipelineName()).isPresent());
    demo.operator().kill();
    demo.operator().start();
    demo.awaitReady();
    connect();
    workload.createTables();
    return this;
  }

  Demo demo() {
    return demo;
  }

  Session session() {
    return session;
  }

  Workload workload() {
    return workload;
  }

  /** Logs in with the passwords of this moment; the workload keeps its login and its counts. */
  void connect() {
    session = new Session(demo);
    if (workload == null) {
      workload = session.workload();
    }
  }

  void awaitEqualData() {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Comparison comparison = session.compareData(workload);
              assertThat(comparison.equal()).as(comparison.table()).isTrue();
            });
  }

  /** Merges into the pipeline's spec, and waits until the operator has seen it. */
  void changeSpec(Map<String, Object> spec) {
    String patch = Serialization.asJson(Map.of("spec", spec));
    long generation =
        demo.client()
            .resource(demo.live())
            .patch(PatchContext.of(PatchType.JSON_MERGE), patch)
            .getMetadata()
            .getGeneration();
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                ((Number) demo.live().get("status", "observedGeneration")).longValue()
                    >= generation);
  }

  /** Status and message of a condition, as in "False SearchReady: ...". */
  String condition(String type) {
    Map<String, Object> condition = statusEntry("conditions", "type", type);
    return condition.get("status") + " " + condition.get("reason") + " " + condition.get("message");
  }

  /**
   * Starts the operator with another grace of the audit.
   *
   * @param graceSeconds after which a difference is reported: 600 unless a test has no time for it
   */
  void restartOperator(String graceSeconds) {
    demo.operator().stop();
    demo.operator().set("AUDIT_GRACE_SECONDS", graceSeconds);
    demo.operator().start();
    demo.awaitReady();
  }

  Object audit(String field) {
    return demo.live().get("status", "audit", field);
  }

  Map<String, Object> hop(String name) {
    return statusEntry("hops", "name", name);
  }

  private Map<String, Object> statusEntry(String list, String key, String value) {
    List<Map<String, Object>> entries = demo.live().get("status", list);
    return entries.stream().filter(e -> value.equals(e.get(key))).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    if (workload != null) {
      workload.close();
    }
    demo.close(session == null);
  }

  /** Injects the one instance of this fork: {@code @ExtendWith(FaultPlatform.Shared.class)}. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == FaultPlatform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(FaultPlatform.class, type -> started(), FaultPlatform.class);
    }

    private static FaultPlatform started() {
      FaultPlatform platform = new FaultPlatform();
      try {
        return platform.start();
      } catch (RuntimeException | AssertionError e) {
        platform.close();
        throw e;
      }
    }
  }
}
