package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.StartFrom;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Builds the desired changefeed from the spec and its Secrets. */
final class DesiredChangefeedFactory {
  private DesiredChangefeedFactory() {}

  /**
   * The desired changefeed.
   *
   * @param created whether there is one; until there can be, nobody needs a fingerprint, and for a
   *     new pipeline it would take a seventh of all that its creation costs
   * @throws StageException when a Secret or this cluster's id is missing, or the start point cannot
   *     be parsed
   */
  static DesiredChangefeed of(
      StageContext context,
      CredentialFingerprint fingerprint,
      SinkCertificates certificates,
      PasswordRotation rotation,
      boolean created) {
    CdcPipelineSpec spec = context.spec();
    ResourceNames names = context.names();
    ChangefeedOwner owner = owner(context);
    SinkUri sink =
        kafka(context)
            // TiCDC checks min.insync.replicas against this number, never against the topic itself.
            .with(
                "replication-factor",
                DesiredTopic.replicationFactor(context.pipeline(), context.appliedState()))
            .with("partition-num", spec.kafka().topic().partitions())
            .with("max-message-bytes", spec.changefeed().maxMessageBytes())
            .with(SinkUri.OWNER, owner.mark());
    Long nonce = spec.changefeed().restartNonce();
    boolean creatable = context.ready(ConditionType.DATABASE) && context.ready(ConditionType.KAFKA);
    return new DesiredChangefeed(
        names.changefeedId(),
        owner,
        Boolean.TRUE.equals(spec.suspend()),
        sink,
        ReplicaConfig.of(spec.changefeed()),
        startTs(spec.changefeed().startFrom()),
        String.valueOf(nonce == null ? 0 : nonce),
        creatable || created ? fingerprint.of(sink.password(), names.changefeedId()) : "",
        certificates.of(context),
        rotation.of(context),
        creatable);
  }

  static ChangefeedOwner owner(StageContext context) {
    return ChangefeedOwner.of(context.pipeline(), context.clusterId().get());
  }

  private static SinkUri kafka(StageContext context) {
    KafkaEndpoint kafka = KafkaEndpoint.forTicdc(context.pipeline());
    SinkUri sink =
        SinkUri.canalJson(kafka.bootstrapServers(), KafkaEndpoint.topic(context.pipeline()));
    SinkUri secured = kafka.tls() ? tls(sink, kafka) : sink;
    return kafka.login(context.secrets()).map(secured::sasl).orElse(secured);
  }

  private static SinkUri tls(SinkUri sink, KafkaEndpoint kafka) {
    if (kafka.caSecret() == null) {
      return sink.tls();
    }
    var certificate = kafka.clientCertificate();
    String folder = KafkaEndpoint.ticdcFolder(certificate.secret()) + "/";
    return sink.tls(
        KafkaEndpoint.ticdcFolder(kafka.caSecret()) + "/ca.crt",
        folder + certificate.certificateKey(),
        folder + certificate.privateKey());
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
