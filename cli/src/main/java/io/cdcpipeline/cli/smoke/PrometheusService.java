package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;

/** Prometheus as prometheus-operator runs it: behind its governing Service (managed by it). */
record PrometheusService(Cluster cluster) {
  /** Of every Prometheus in its namespace, on the port that serves its API. */
  private static final String SERVICE = "prometheus-operated";

  private static final String NAMESPACE = "monitoring";

  /** What was asked for, else the one where the operator expects it; "" without any. */
  String url(String wanted, OperatorDeployment operator) {
    if (wanted != null) {
      return wanted;
    }
    var namespace = operator.setting("PROMETHEUS_NAMESPACE").orElse(NAMESPACE);
    try {
      var service = cluster.ask(c -> c.services().inNamespace(namespace).withName(SERVICE).get());
      return service == null
          ? ""
          : "http://%s.%s.svc:%d"
              .formatted(SERVICE, namespace, service.getSpec().getPorts().get(0).getPort());
    } catch (CliException e) {
      return ""; // Its hop then says that PROMETHEUS_URL is not set.
    }
  }
}
