package io.cdcpipeline.cli.cluster;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster and namespace, with kubectl's names. */
public final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Kubeconfig; default: $KUBECONFIG, then ~/.kube/config.")
  Path kubeconfig;

  @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig.")
  String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace; default: the context's.")
  String namespace;

  @Option(
      names = "--request-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long one request may take; default: ${DEFAULT-VALUE}.")
  int requestTimeout;
}
