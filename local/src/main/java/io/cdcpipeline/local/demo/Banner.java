package io.cdcpipeline.local.demo;

/** What the demo prints once the pipeline is Ready. */
final class Banner {
  private static final String SHOP =
      """
      shop      %s    an application that writes: GET / lists what it answers
      """;

  private Banner() {}

  static String text(Connections c, Demo demo) {
    String shop = c.apiUrl().isEmpty() ? "" : SHOP.formatted(c.apiUrl());
    return
"""
    SQL       mysql -h %1$s -P %2$d -u %3$s -p     password: SQL_PASSWORD in %4$s
    metrics   %5$s (consumer)   %6$s (operator)
    search    %7$s   user %8$s, password and CA file in the same place
    page      %9$s
%12$s    kubectl   kubectl --kubeconfig %10$s -n %11$s get cdcpipelines

    Real here: the operator, the consumer, Kafka, Elasticsearch. Stand-ins: MariaDB for TiDB, a binlog reader for TiCDC,
    a shipper for Filebeat, small watchers for TiDB Operator, Strimzi, ECK and the kubelet.
    As shell variables: source %4$s       Ctrl-C stops everything.
"""
        .formatted(
            c.sqlHost(),
            c.sqlPort(),
            c.sqlUser(),
            demo.files().variables(),
            c.metricsUrl(),
            c.operatorMetricsUrl(),
            c.searchUrl(),
            c.searchUser(),
            c.pageUrl(),
            c.kubeconfig(),
            demo.cluster().namespace(),
            shop);
  }
}
