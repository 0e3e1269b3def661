package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Addresses;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ServiceNames;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Supervisor;
import io.cdcpipeline.local.standin.Platform;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Everything that runs: the API server, the stand-ins behind it, the operator, the pipeline. */
public final class Demo implements AutoCloseable {
  private static final Duration READY_TIMEOUT = Duration.ofMinutes(6);

  private final Steps steps;
  private final DemoFiles files;
  private final ApiAccess api;
  private final PipelineFile pipeline;
  private final ChildProcesses children = new ChildProcesses();
  private final Supervisor supervisor = new Supervisor();
  private Cluster cluster;
  private Platform platform;
  private OperatorRunner operator;

  private Demo(Steps steps, DemoFiles files, ApiAccess api, PipelineFile pipeline) {
    this.steps = steps;
    this.files = files;
    this.api = api;
    this.pipeline = pipeline;
  }

  /**
   * Checks the preconditions and opens the API server; nothing else runs yet.
   *
   * @param target where the demo's directory is created: one demo at a time
   */
  public static Demo prepare(DemoOptions options, Path target, Steps steps) {
    Preflight.check(Installation.current());
    DemoFiles files = DemoFiles.open(target);
    ApiAccess api = null;
    try {
      api = ApiAccess.open(options.kubeconfig(), files.directory());
      PipelineFile pipeline = PipelineFile.read(options.pipeline(), api.client());
      return new Demo(steps, files, api, pipeline);
    } catch (RuntimeException e) {
      if (api != null) {
        api.close();
      }
      files.close(true);
      throw e;
    }
  }

  /** Starts everything; the operator then creates the pipeline. */
  public void start() {
    steps.report("API server", "%s (%s)".formatted(api.url(), api.description()));
    api.installCrds(Installation.current().repository());
    pipeline.createNamespace(api.client());
    Path directory = files.directory();
    ServiceNames names =
        ServiceNames.start(api.client(), pipeline.namespace(), directory.resolve("hosts"));
    cluster =
        new Cluster(
            api.client(),
            api.own().map(ApiServer::pods),
            pipeline.namespace(),
            names,
            Addresses.of(directory),
            children,
            supervisor,
            directory);
    platform = Platform.start(cluster);
    steps.report("stand-ins", "TiDB Operator, Strimzi, ECK, Deployments, Jobs: watching the API");
    pipeline.apply(api.client());
    steps.report("CdcPipeline", "%s/%s created".formatted(pipeline.namespace(), pipeline.name()));
    operator = new OperatorRunner(cluster, api.kubeconfig());
    operator.start();
    steps.report("operator", "running, log in " + operator.log());
  }

  /** Shows the progress of the pipeline until it is Ready. */
  public void awaitReady() {
    new Progress(steps, this::live).awaitReady(READY_TIMEOUT, operator::alive);
  }

  /** From now on an operator that crashes is started again, as a Deployment does. */
  void superviseOperator() {
    supervisor.watch("operator", operator);
  }

  /**
   * Starts the application that writes; without effect where the pipeline's database is not that of
   * the shop.
   *
   * @return nothing if it was not started
   */
  public Optional<ShopRunner> startShop(Optional<String> load) {
    if (!ShopRunner.fits(this)) {
      return Optional.empty();
    }
    ShopRunner shop = new ShopRunner(this, load);
    shop.start();
    supervisor.watch("demo-shop", shop);
    steps.report("shop", shop.url() + load.map(rate -> ", with load of " + rate).orElse(""));
    return Optional.of(shop);
  }

  public GenericKubernetesResource live() {
    return api.client()
        .genericKubernetesResources(PipelineFile.KIND)
        .inNamespace(pipeline.namespace())
        .withName(pipeline.name())
        .get();
  }

  public String pipelineName() {
    return pipeline.name();
  }

  public Cluster cluster() {
    return cluster;
  }

  public Platform platform() {
    return platform;
  }

  public OperatorRunner operator() {
    return operator;
  }

  public Path kubeconfig() {
    return api.kubeconfig();
  }

  public KubernetesClient client() {
    return api.client();
  }

  DemoFiles files() {
    return files;
  }

  /** Stops everything in reverse order, after removing what is in an external API server. */
  public synchronized void close(boolean keepLogs) {
    supervisor.close();
    if (operator != null && api.external()) {
      Cleanup.run(cluster, pipeline);
    }
    if (platform != null) {
      platform.close();
    }
    if (cluster != null) {
      cluster.names().close();
    }
    children.close();
    api.close();
    files.close(!keepLogs);
  }

  @Override
  public void close() {
    close(false);
  }
}
