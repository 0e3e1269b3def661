package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.naming.ResourceNames;

/**
 * What is connected to.
 *
 * @param caSecret Secret with ca.crt for TLS; "" without one
 */
public record Target(Address address, Login login, String caSecret) {

  /** The SQL endpoint, as the first user of the spec, else as root. */
  public static Target sql(Cluster cluster, CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var database = pipeline.getSpec().database();
    var users = database.users();
    String secret;
    if (users != null && !users.isEmpty()) {
      var user = users.get(0);
      secret =
          user.passwordSecret() != null
              ? user.passwordSecret()
              : names.databaseUserSecret(user.name());
    } else if (database.existing() != null) {
      secret = database.existing().credentialsSecret();
    } else {
      secret = names.databaseRootSecret();
    }
    var endpoint = endpoint(pipeline, "sql", endpoints(pipeline).sql());
    var login =
        secret == null ? Login.NONE : Login.of(cluster, names.namespace(), secret, "password");
    if (login.user().isEmpty() && users != null && !users.isEmpty()) {
      login = new Login(users.get(0).name(), login.password(), login.secret());
    }
    return new Target(Address.parse(endpoint, ResourceNames.TIDB_PORT), login, "");
  }

  /** Elasticsearch, as its reader. */
  public static Target search(Cluster cluster, CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var search = pipeline.getSpec().search();
    if (search != null && search.loki() != null) {
      throw CliException.unavailable(
          "the pipeline has no Elasticsearch: its lines are in Loki",
          "See: " + search.loki().url());
    }
    var existing = search == null ? null : search.existing();
    var secret =
        existing == null ? names.elasticsearchUser("reader") : existing.credentialsSecret();
    var ca = existing == null ? names.elasticsearchCaSecret() : existing.caSecret();
    var endpoint = endpoint(pipeline, "search", endpoints(pipeline).elasticsearch());
    return new Target(
        Address.parse(endpoint, ResourceNames.ELASTICSEARCH_PORT),
        secret == null ? Login.NONE : Login.of(cluster, names.namespace(), secret, "password"),
        ca == null ? "" : ca);
  }

  /** The brokers, as the consumer. */
  static Target kafka(Cluster cluster, CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var existing = pipeline.getSpec().kafka().existing();
    var secret = existing == null ? names.consumerPasswordSecret() : existing.credentialsSecret();
    var endpoint = endpoint(pipeline, "kafka", endpoints(pipeline).kafka());
    var login =
        secret == null ? Login.NONE : Login.of(cluster, names.namespace(), secret, "password");
    if (existing == null) {
      login = new Login(names.consumerUser(), login.password(), login.secret());
    }
    return new Target(Address.parse(endpoint, ResourceNames.KAFKA_SCRAM_PORT), login, "");
  }

  /** Grafana, which all pipelines share. */
  static Target grafana(Cluster cluster, String namespace) {
    var services =
        cluster
            .ask(
                c ->
                    c.services()
                        .inNamespace(namespace)
                        .withLabel("app.kubernetes.io/name", "grafana")
                        .list())
            .getItems();
    if (services.isEmpty()) {
      throw CliException.unavailable(
          "no Service of Grafana in namespace " + namespace,
          "Name its namespace with --grafana-namespace.");
    }
    var service = services.get(0);
    return new Target(
        new Address(
            "http",
            service.getMetadata().getName() + "." + namespace + ".svc",
            service.getSpec().getPorts().get(0).getPort()),
        Login.NONE,
        "");
  }

  private static Endpoints endpoints(CdcPipeline pipeline) {
    var status = pipeline.getStatus();
    return status == null || status.endpoints() == null
        ? new Endpoints(null, null, null, null)
        : status.endpoints();
  }

  private static String endpoint(CdcPipeline pipeline, String what, String endpoint) {
    if (endpoint == null) {
      throw CliException.unavailable(
          "the pipeline has no %s endpoint yet".formatted(what),
          "See: kubectl cdc status %s -n %s"
              .formatted(pipeline.getMetadata().getName(), pipeline.getMetadata().getNamespace()));
    }
    return endpoint;
  }
}
