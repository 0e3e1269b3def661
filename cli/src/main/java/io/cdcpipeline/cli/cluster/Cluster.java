package io.cdcpipeline.cli.cluster;

import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One API server, asked with the rights of whoever runs the command. */
public final class Cluster implements AutoCloseable {
  /** The kind that everything here is about. */
  public static final ResourceDefinitionContext PIPELINES =
      new ResourceDefinitionContext.Builder()
          .withGroup("cdcpipeline.io")
          .withVersion("v1alpha1")
          .withKind("CdcPipeline")
          .withPlural("cdcpipelines")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final String namespace;

  private Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * For a command that reads specs; opens no connection yet.
   *
   * @throws CliException if there is no kubeconfig, or not the context
   */
  public static Cluster openForSpecs(ClusterOptions options, Terminal terminal) {
    // Their hundred classes take as long to describe as the client to build: on another core.
    ClientPreload.begin("preload-specs", () -> typed(new GenericKubernetesResource()));
    return open(options, terminal);
  }

  /**
   * Opens no connection yet.
   *
   * @throws CliException if there is no kubeconfig, or not the context
   */
  public static Cluster open(ClusterOptions options, Terminal terminal) {
    try {
      // Which may run a program.
      terminal.progress().waitFor("the login of the kubeconfig");
      var config = Kubeconfig.find(options, terminal.environment()).config(options);
      terminal.progress().waitFor(config.getMasterUrl());
      var client = KeyStores.with(config, Cluster::client);
      var own = config.getNamespace() == null ? "default" : config.getNamespace();
      return new Cluster(client, options.namespace == null ? own : options.namespace);
    } catch (KubernetesClientException e) {
      throw CliException.unavailable("the kubeconfig cannot be used: " + e.getMessage(), "");
    }
  }

  static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(Serializers.CLIENT)
        .build();
  }

  /** For what this class does not offer; wrap it in {@link #ask}. */
  public KubernetesClient client() {
    return client;
  }

  public String namespace() {
    return namespace;
  }

  public String url() {
    return client.getConfiguration().getMasterUrl();
  }

  /**
   * The answer to a question.
   *
   * @throws CliException in place of the client's exceptions
   */
  public <T> T ask(Function<KubernetesClient, T> question) {
    try {
      return question.apply(client);
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, url());
    }
  }

  /** The pipeline as the API server has it; empty if there is none. */
  public Optional<GenericKubernetesResource> find(String name) {
    return Optional.ofNullable(
        ask(
            c ->
                c.genericKubernetesResources(PIPELINES)
                    .inNamespace(namespace)
                    .withName(name)
                    .get()));
  }

  /**
   * The pipeline of that name.
   *
   * @throws CliException if there is none, with the names of those that exist
   */
  public GenericKubernetesResource require(String name) {
    return find(name).orElseThrow(() -> new MissingPipeline(this).named(name));
  }

  /**
   * The pipeline of that name, or without a name the only one of the namespace.
   *
   * @throws CliException if there is none, or more than one
   */
  GenericKubernetesResource requireOrOnly(String name) {
    if (name != null) {
      return require(name);
    }
    var pipelines = list(false);
    if (pipelines.size() != 1) {
      throw CliException.usage(
          pipelines.isEmpty()
              ? "no pipeline in namespace " + namespace
              : "which pipeline of namespace " + namespace + "?",
          pipelines.isEmpty()
              ? "Choose another namespace with -n."
              : "Name one of: "
                  + String.join(
                      ", ", pipelines.stream().map(p -> p.getMetadata().getName()).toList())
                  + ".");
    }
    return pipelines.get(0);
  }

  /** The pipelines of the namespace, or of all, by namespace and name. */
  public List<GenericKubernetesResource> list(boolean everywhere) {
    var pipelines =
        ask(
            c ->
                everywhere
                    ? c.genericKubernetesResources(PIPELINES).inAnyNamespace().list().getItems()
                    : c.genericKubernetesResources(PIPELINES)
                        .inNamespace(namespace)
                        .list()
                        .getItems());
    return pipelines.stream()
        .sorted(
            Comparator.comparing((GenericKubernetesResource p) -> p.getMetadata().getNamespace())
                .thenComparing(p -> p.getMetadata().getName()))
        .toList();
  }

  /** Metadata and status alone, which takes less than half the time. */
  public static CdcPipeline observed(GenericKubernetesResource pipeline) {
    var observed = new CdcPipeline();
    observed.setMetadata(pipeline.getMetadata());
    observed.setStatus(
        Serializers.PIPELINES.convertValue(pipeline.get("status"), CdcPipelineStatus.class));
    return observed;
  }

  /** Typed, without what this version does not know. */
  public static CdcPipeline typed(GenericKubernetesResource pipeline) {
    return Serializers.PIPELINES.convertValue(pipeline, CdcPipeline.class);
  }

  @Override
  public void close() {
    client.close();
  }
}
