package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.StartFrom;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** From spec and Secrets to the wished changefeed. */
final class DesiredChangefeedFactory {
  private DesiredChangefeedFactory() {}

  static DesiredChangefeed of(StageContext context, FingerprintCache fingerprints) {
    CdcPipelineSpec spec = context.spec();
    ResourceNames names = context.names();
    SinkUri sink =
        address(context)
            // TiCDC holds min.insync.replicas against this number and never asks the topic itself.
            .with(
                "replication-factor",
                DesiredTopic.replicationFactor(context.pipeline(), context.appliedState()))
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
    SinkUri plain =
        SinkUri.canalJson(access.bootstrapServers(), KafkaEndpoint.topic(context.pipeline()));
    SinkUri tls = access.caSecret() == null ? plain.tls() : mutualTls(plain, access);
    SinkUri sink = access.tls() ? tls : plain;
    return access
        .login(context.secrets())
        .map(login -> sink.sasl(login.mechanism(), login.username(), login.password()))
        .orElse(sink);
  }

  private static SinkUri mutualTls(SinkUri sink, KafkaEndpoint access) {
    String client = KafkaEndpoint.ticdcFolder(access.clientCertificate().secret()) + "/";
    return sink.tls(
        KafkaEndpoint.ticdcFolder(access.caSecret()) + "/ca.crt",
        client + access.clientCertificate().certificateKey(),
        client + access.clientCertificate().privateKey());
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
