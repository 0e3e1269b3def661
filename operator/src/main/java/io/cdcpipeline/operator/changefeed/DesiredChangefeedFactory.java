package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.StartFrom;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** From spec and Secrets to the wished changefeed. */
final class DesiredChangefeedFactory {
  // Where both lines of TiDB Operator mount client Secrets into TiCDC pods.
  private static final String SECRETS_IN_TICDC = "/var/lib/sink-tls/";

  private DesiredChangefeedFactory() {}

  static DesiredChangefeed of(StageContext context, FingerprintCache fingerprints) {
    CdcPipelineSpec spec = context.spec();
    ResourceNames names = context.names();
    SinkUri sink =
        address(context)
            // TiCDC holds min.insync.replicas against this number and never asks the topic itself.
            .with("replication-factor", KafkaEndpoint.replicationFactor(context))
            .with("partition-num", spec.kafka().topic().partitions())
            .with("max-message-bytes", spec.changefeed().maxMessageBytes())
            .with(SinkUri.OWNER, owner(names));
    Long nonce = spec.changefeed().restartNonce();
    return new DesiredChangefeed(
        names.changefeedId(),
        Boolean.TRUE.equals(spec.suspend()),
        sink,
        ReplicaConfig.of(spec.changefeed()),
        startTs(spec.changefeed().startFrom()),
        String.valueOf(nonce == null ? 0 : nonce),
        fingerprints.of(sink.password(), names.changefeedId()),
        context.ready(ConditionType.DATABASE) && context.ready(ConditionType.KAFKA));
  }

  /** No namespace or pipeline name has a dot or an underscore, so that two never meet. */
  static String owner(ResourceNames names) {
    return "cdc-pipeline_" + names.namespace() + "." + names.pipeline();
  }

  static String ticdcUrl(StageContext context) {
    var existing = context.spec().database().existing();
    return existing == null ? context.names().ticdcUrl() : existing.ticdcUrl();
  }

  private static SinkUri address(StageContext context) {
    KafkaEndpoint access = KafkaEndpoint.forTicdc(context.pipeline());
    SinkUri sink =
        SinkUri.canalJson(access.bootstrapServers(), KafkaEndpoint.topic(context.pipeline()));
    if (access.tls()) {
      sink = access.caSecret() == null ? sink.tls() : mutualTls(sink, access);
    }
    return access.passwordSecret() == null ? sink : login(sink, access, context.secrets());
  }

  private static SinkUri mutualTls(SinkUri sink, KafkaEndpoint access) {
    String client = SECRETS_IN_TICDC + access.clientCertificate().secret() + "/";
    return sink.tls(
        SECRETS_IN_TICDC + access.caSecret() + "/ca.crt",
        client + access.clientCertificate().certificateKey(),
        client + access.clientCertificate().privateKey());
  }

  private static SinkUri login(SinkUri sink, KafkaEndpoint access, SecretStore secrets) {
    if (access.username() != null) {
      return sink.sasl(
          KafkaEndpoint.DEFAULT_MECHANISM, access.username(), managedPassword(access, secrets));
    }
    String field = "spec.kafka.existing.credentialsSecret";
    String user = secrets.require(field, access.passwordSecret(), "username");
    String password = secrets.require(field, access.passwordSecret(), "password");
    String mechanism =
        secrets
            .read(access.passwordSecret())
            .map(content -> content.get("mechanism"))
            .orElse(KafkaEndpoint.DEFAULT_MECHANISM);
    return sink.sasl(mechanism, user, password);
  }

  private static String managedPassword(KafkaEndpoint access, SecretStore secrets) {
    return secrets
        .read(access.passwordSecret())
        .map(content -> content.get("password"))
        .orElseThrow(
            () ->
                new StageException(
                    Reason.DependencyNotReady,
                    "Kafka's user for TiCDC is not there yet: no Secret "
                        + access.passwordSecret()));
  }

  private static long startTs(StartFrom from) {
    if (from == null) {
      return 0;
    }
    if (from.tso() != null) {
      return from.tso();
    }
    try {
      return from.timestamp() == null
          ? 0
          : Tso.of(OffsetDateTime.parse(from.timestamp()).toInstant());
    } catch (DateTimeParseException e) {
      throw new StageException(
          Reason.InvalidReference,
          "spec.changefeed.startFrom.timestamp %s is not an RFC 3339 timestamp, e.g. 2026-01-31T08:00:00Z"
              .formatted(from.timestamp()));
    }
  }
}
