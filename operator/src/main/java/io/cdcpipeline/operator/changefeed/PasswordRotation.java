package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.DesiredChangefeed.Rotation;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the changefeed waits for Kafka to accept a new password. In a Kafka of the pipeline's own
 * that takes seconds, for which it is paused: SCRAM has one password a user, so TiCDC would be
 * refused at its next connection. Who changes the password of an existing Kafka may take any time.
 */
final class PasswordRotation {
  /** Without Strimzi the old password stays valid, so the changefeed does not wait for ever. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private Instant since;

  Rotation of(StageContext context) {
    var kafka = KafkaEndpoint.forTicdc(context.pipeline());
    boolean own = context.spec().kafka().existing() == null;
    return of(
        Credentials.of(context, kafka.login(), kafka.secrets()).isPending(),
        own && kafka.passwordSecret() != null,
        context.clock().instant());
  }

  synchronized Rotation of(boolean pending, boolean own, Instant now) {
    if (!pending) {
      since = null;
      return Rotation.NONE;
    }
    since = since == null ? now : since;
    return own && now.isBefore(since.plus(LONGEST_PAUSE)) ? Rotation.PAUSED : Rotation.WAITING;
  }
}
