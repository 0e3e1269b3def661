package io.cdcpipeline.operator.naming;

import io.cdcpipeline.operator.api.CdcPipeline;
import java.util.Locale;

/**
 * Names of everything that belongs to one pipeline, inside the cluster and in the remote systems.
 * Stages know each other only through these. Pipeline names have at most 27 characters, so that the
 * longest, Strimzi's pod {@code <p>-<p>-dual-0}, stays within 63.
 */
public record ResourceNames(String namespace, String pipeline) {
  public static final int TIDB_PORT = 4000;
  public static final int TICDC_PORT = 8301;
  public static final int KAFKA_SCRAM_PORT = 9094;
  public static final int KAFKA_TLS_PORT = 9093;
  public static final int KAFKA_MTLS_PORT = 9095;
  public static final int ELASTICSEARCH_PORT = 9200;
  public static final int METRICS_PORT = 8080;

  /** Where TiCDC's pods have the Secrets it needs as files; TiDB Operator v1 fixes this path. */
  private static final String TICDC_SECRETS = "/var/lib/sink-tls/";

  public static ResourceNames of(CdcPipeline pipeline) {
    return new ResourceNames(
        pipeline.getMetadata().getNamespace(), pipeline.getMetadata().getName());
  }

  /** TiDB: the v2 Cluster and its groups, or the v1 TidbCluster, all share this name. */
  public String database() {
    return pipeline;
  }

  public String tidbHost() {
    return service(pipeline + "-tidb");
  }

  public String ticdcApi() {
    return pipeline + "-ticdc-api";
  }

  public String ticdcUrl() {
    return "http://" + service(ticdcApi()) + ":" + TICDC_PORT;
  }

  /** The directory in TiCDC's pods that holds the files of a Secret. */
  public static String ticdcSecretDirectory(String secret) {
    return TICDC_SECRETS + secret;
  }

  public String databaseRootSecret() {
    return pipeline + "-db-root";
  }

  /** SQL user names may hold characters that object names may not, and end in them. */
  public String databaseUserSecret(String user) {
    var plain = user.toLowerCase(Locale.ROOT).replaceAll("[_.]", "-");
    return (pipeline + "-db-user-" + plain).replaceAll("-+$", "");
  }

  public String kafka() {
    return pipeline;
  }

  public String nodePool() {
    return pipeline + "-dual";
  }

  public String topicObject() {
    return pipeline + "-events";
  }

  public String deadLetterTopicObject() {
    return pipeline + "-events-dlt";
  }

  public String ticdcUser() {
    return pipeline + "-ticdc";
  }

  public String consumerUser() {
    return pipeline + "-consumer";
  }

  public String ticdcPasswordSecret() {
    return pipeline + "-kafka-ticdc";
  }

  public String consumerPasswordSecret() {
    return pipeline + "-kafka-consumer";
  }

  /** The bootstrap address of a listener, named by its port. */
  public String kafkaBootstrap(int port) {
    return service(pipeline + "-kafka-bootstrap") + ":" + port;
  }

  /** Strimzi's Secret with the certificate authority of the brokers, key ca.crt. */
  public String kafkaCaSecret() {
    return pipeline + "-cluster-ca-cert";
  }

  public String defaultTopic() {
    return "cdc-" + namespace + "-" + pipeline;
  }

  public String consumerGroup() {
    return "cdc-" + namespace + "-" + pipeline;
  }

  /** TiCDC takes no two hyphens in a row; what they stood for then lives on in a hash. */
  public String changefeedId() {
    var id = namespace + "-" + pipeline;
    return id.contains("--")
        ? id.replaceAll("-+", "-") + "-" + Integer.toHexString(id.hashCode())
        : id;
  }

  public String consumer() {
    return pipeline + "-consumer";
  }

  public String redactKeySecret() {
    return pipeline + "-redact-key";
  }

  public String elasticsearch() {
    return pipeline;
  }

  public String elasticsearchUrl() {
    return "https://" + service(pipeline + "-es-http") + ":" + ELASTICSEARCH_PORT;
  }

  /** ECK's Secret with the certificate authority of the HTTP layer, key ca.crt. */
  public String elasticsearchCaSecret() {
    return pipeline + "-es-http-certs-public";
  }

  public String elasticsearchRoles() {
    return pipeline + "-es-roles";
  }

  public String elasticsearchUser(String role) {
    return pipeline + "-es-" + role;
  }

  public String beat() {
    return pipeline;
  }

  /** What was last applied to remote systems, as hashes. */
  public String applied() {
    return pipeline + "-applied";
  }

  /**
   * Host name of a Service of the pipeline's namespace; without cluster.local, as in certificates.
   */
  public String service(String name) {
    return name + "." + namespace + ".svc";
  }
}
