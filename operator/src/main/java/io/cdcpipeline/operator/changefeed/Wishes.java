package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.ExistingKafka;
import io.cdcpipeline.operator.api.StartFrom;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import java.time.OffsetDateTime;

/** From spec and Secrets to the wished changefeed. */
final class Wishes {
  private static final int MOST_COPIES = 3;
  // Where both lines of TiDB Operator mount client Secrets into TiCDC pods.
  private static final String SECRETS_IN_TICDC = "/var/lib/sink-tls/";
  private static final String SCRAM = "SCRAM-SHA-512";

  private Wishes() {}

  static Wish of(StageContext context, FingerprintCache fingerprints) {
    CdcPipelineSpec spec = context.spec();
    Names names = context.names();
    SinkUri sink =
        address(spec, names, context.secrets())
            .with("replication-factor", copies(spec))
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

  private static SinkUri address(CdcPipelineSpec spec, Names names, Secrets secrets) {
    String topic =
        spec.kafka().topic().name() == null ? names.defaultTopic() : spec.kafka().topic().name();
    if (spec.kafka().existing() != null) {
      return existing(spec.kafka().existing(), topic, secrets);
    }
    boolean tls = Boolean.TRUE.equals(spec.kafka().managed().tls());
    SinkUri sink = SinkUri.canalJson(names.kafkaBootstrap(tls), topic);
    if (tls) {
      return sink.tls(
          SECRETS_IN_TICDC + names.kafkaCaSecret() + "/ca.crt",
          SECRETS_IN_TICDC + names.ticdcUser() + "/user.crt",
          SECRETS_IN_TICDC + names.ticdcUser() + "/user.key");
    }
    return sink.sasl(SCRAM, names.ticdcUser(), managedPassword(names, secrets));
  }

  private static String managedPassword(Names names, Secrets secrets) {
    return secrets
        .read(names.ticdcPasswordSecret())
        .map(content -> content.get("password"))
        .orElseThrow(
            () ->
                new StageException(
                    Reason.Waiting,
                    "Kafka's user for TiCDC is not there yet: no Secret "
                        + names.ticdcPasswordSecret()));
  }

  private static SinkUri existing(ExistingKafka kafka, String topic, Secrets secrets) {
    SinkUri sink = SinkUri.canalJson(kafka.bootstrapServers(), topic);
    if (kafka.tls() != null) {
      sink = kafka.tls().caSecret() == null ? sink.tls() : mutualTls(sink, kafka);
    }
    String secret = kafka.credentialsSecret();
    if (secret == null) {
      return sink;
    }
    String field = "spec.kafka.existing.credentialsSecret";
    String user = secrets.require(field, secret, "username");
    String password = secrets.require(field, secret, "password");
    String mechanism = secrets.read(secret).map(content -> content.get("mechanism")).orElse(SCRAM);
    return sink.sasl(mechanism, user, password);
  }

  private static SinkUri mutualTls(SinkUri sink, ExistingKafka kafka) {
    String client = SECRETS_IN_TICDC + kafka.tls().clientSecret();
    return sink.tls(
        SECRETS_IN_TICDC + kafka.tls().caSecret() + "/ca.crt",
        client + "/tls.crt",
        client + "/tls.key");
  }

  // TiCDC holds min.insync.replicas against this number, not against the topic's real one.
  private static int copies(CdcPipelineSpec spec) {
    Integer asked = spec.kafka().topic().replicas();
    if (asked != null) {
      return asked;
    }
    return spec.kafka().existing() != null
        ? MOST_COPIES
        : Math.min(MOST_COPIES, spec.kafka().managed().replicas());
  }

  private static long startTs(StartFrom from) {
    if (from == null) {
      return 0;
    }
    if (from.tso() != null) {
      return from.tso();
    }
    return from.timestamp() == null
        ? 0
        : Tso.of(OffsetDateTime.parse(from.timestamp()).toInstant());
  }
}
