package io.cdcpipeline.operator.pipeline;

/**
 * Where what this cluster shares runs. Settings of the operator and not of a pipeline: they decide
 * whom network policies trust and where data sources go.
 *
 * @param operator this operator's own
 * @param prometheus Prometheus'
 * @param tidbOperator TiDB Operator's
 * @param grafana Grafana's
 */
public record PlatformNamespaces(
    String operator, String prometheus, String tidbOperator, String grafana) {
  public static final PlatformNamespaces DEFAULTS =
      new PlatformNamespaces("cdc-system", "monitoring", "tidb-admin", "monitoring");
}
