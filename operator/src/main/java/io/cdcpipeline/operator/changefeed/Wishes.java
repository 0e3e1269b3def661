package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.StartFrom;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.kafka.KafkaAccess;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** From spec and Secrets to the wished changefeed. */
final class Wishes {
  // Where both lines of TiDB Operator mount client Secrets into TiCDC pods.
  private static final String SECRETS_IN_TICDC = "/var/lib/sink-tls/";

  private Wishes() {}

  static Wish of(StageContext context, FingerprintCache fingerprints) {
    CdcPipelineSpec spec = context.spec();
    Names names = context.names();
    SinkUri sink =
        address(context)
            // TiCDC holds min.insync.replicas against this number and never asks the topic itself.
            .with("replication-factor", KafkaAccess.copies(context))
            .with("partition-num", spec.kafka().topic().partitions())
            .with("max-message-bytes", spec.changefeed().maxMessageBytes())
            .with(SinkUri.OWNER, owner(names));
    Long nonce = spec.changefeed().restartNonce();
    return new Wish(
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
  static String owner(Names names) {
    return "cdc-pipeline_" + names.namespace() + "." + names.pipeline();
  }

  static String ticdcUrl(StageContext context) {
    var existing = context.spec().database().existing();
    return existing == null ? context.names().ticdcUrl() : existing.ticdcUrl();
  }

  private static SinkUri address(StageContext context) {
    KafkaAccess access = KafkaAccess.forTicdc(context.pipeline());
    SinkUri sink =
        SinkUri.canalJson(access.bootstrapServers(), KafkaAccess.topic(context.pipeline()));
    if (access.tls()) {
      sink = access.ca() == null ? sink.tls() : mutualTls(sink, access);
    }
    return access.password() == null ? sink : login(sink, access, context.secrets());
  }

  private static SinkUri mutualTls(SinkUri sink, KafkaAccess access) {
    String client = SECRETS_IN_TICDC + access.certificate().secret() + "/";
    return sink.tls(
        SECRETS_IN_TICDC + access.ca() + "/ca.crt",
        client + access.certificate().certificateKey(),
        client + access.certificate().privateKey());
  }

  private static SinkUri login(SinkUri sink, KafkaAccess access, Secrets secrets) {
    if (access.username() != null) {
      return sink.sasl(
          KafkaAccess.DEFAULT_MECHANISM, access.username(), managedPassword(access, secrets));
    }
    String field = "spec.kafka.existing.credentialsSecret";
    String user = secrets.require(field, access.password(), "username");
    String password = secrets.require(field, access.password(), "password");
    String mechanism =
        secrets
            .read(access.password())
            .map(content -> content.get("mechanism"))
            .orElse(KafkaAccess.DEFAULT_MECHANISM);
    return sink.sasl(mechanism, user, password);
  }

  private static String managedPassword(KafkaAccess access, Secrets secrets) {
    return secrets
        .read(access.password())
        .map(content -> content.get("password"))
        .orElseThrow(
            () ->
                new StageException(
                    Reason.Waiting,
                    "Kafka's user for TiCDC is not there yet: no Secret " + access.password()));
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
          Reason.InvalidInput,
          "spec.changefeed.startFrom.timestamp %s is no moment: give one such as 2026-01-31T08:00:00Z"
              .formatted(from.timestamp()));
    }
  }
}
