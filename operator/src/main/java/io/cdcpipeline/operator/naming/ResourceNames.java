package io.cdcpipeline.operator.naming;

import io.cdcpipeline.operator.api.CdcPipeline;
import java.util.Locale;

/**
 * Names of everything that belongs to one pipeline, in the cluster and in the remote systems.
 * Stages refer to each other's objects only by these. Pipeline names have at most 27 characters, so
 * that the longest name, Strimzi's pod {@code <p>-<p>-dual-0}, stays within 63.
 */
public record ResourceNames(String namespace, String pipeline) {
  public static final int TIDB_PORT = 4000;
  public static final int TICDC_PORT = 8301;
  public static final int KAFKA_SCRAM_PORT = 9094;
  public static final int KAFKA_TLS_PORT = 9093;
  public static final int KAFKA_MTLS_PORT = 9095;
  public static final int ELASTICSEARCH_PORT = 9200;
  public static final int METRICS_PORT = 8080;

  public static ResourceNames of(CdcPipeline pipeline) {
    return new ResourceNames(
        pipeline.getMetadata().getNamespace(), pipeline.getMetadata().getName());
  }

  /** The name of TiDB Operator v2's Cluster and its groups, and of v1's TidbCluster. */
  public String database() {
    return pipeline;
  }

  public String tidbHost() {
    return service(pipeline + "-tidb");
  }

  public String ticdcApi() {
    return pipeline + "-ticdc-api";
  }

  /** Of TiCDC's API; of HTTPS where the components of TiDB use TLS. */
  public String ticdcUrl(boolean tls) {
    return (tls ? "https://" : "http://") + service(ticdcApi()) + ":" + TICDC_PORT;
  }

  /** TiDB Operator's name for the pods of a component, such as pd, and part of their host names. */
  public String tidbPeers(String component) {
    return pipeline + "-" + component + "-peer";
  }

  /** TiDB Operator's name for the Secret with the certificate of a component, such as pd. */
  public String tidbCertificate(String component) {
    return pipeline + "-" + component + "-cluster-secret";
  }

  /** TiDB Operator's name for the Secret with the certificate of the components' clients. */
  public String tidbClientCertificate() {
    return pipeline + "-cluster-client-secret";
  }

  public String databaseRootSecret() {
    return pipeline + "-db-root";
  }

  /** SQL user names may contain, and end in, characters that object names may not. */
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

  /** The bootstrap address of the listener on that port. */
  public String kafkaBootstrap(int port) {
    return service(pipeline + "-kafka-bootstrap") + ":" + port;
  }

  /** Strimzi's Secret with the brokers' CA certificate, key ca.crt. */
  public String kafkaCaSecret() {
    return pipeline + "-cluster-ca-cert";
  }

  public String defaultTopic() {
    return "cdc-" + namespace + "-" + pipeline;
  }

  public String consumerGroup() {
    return "cdc-" + namespace + "-" + pipeline;
  }

  /** TiCDC rejects two hyphens in a row: one replaces them, and a hash keeps the id unique. */
  public String changefeedId() {
    var id = namespace + "-" + pipeline;
    return id.contains("--")
        ? id.replaceAll("-+", "-") + "-" + Integer.toHexString(id.hashCode())
        : id;
  }

  public String consumer() {
    return pipeline + "-consumer";
  }

  /** The ConfigMap with the dashboard. */
  public String dashboard() {
    return pipeline + "-dashboard";
  }

  /** The ServiceAccount of pods of the database or search, if they have one of their own. */
  public String serviceAccount(String pods) {
    return pipeline + "-" + pods;
  }

  /** The Job that replays changes. */
  public String replay() {
    return consumer() + "-replay";
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

  /** ECK's Secret with the CA certificate of the HTTP layer, key ca.crt. */
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

  /** The ConfigMap that records what was last applied to remote systems. */
  public String applied() {
    return pipeline + "-applied";
  }

  /** Host name of a Service in the pipeline's namespace; without cluster.local, as certificates. */
  public String service(String name) {
    return name + "." + namespace + ".svc";
  }
}
