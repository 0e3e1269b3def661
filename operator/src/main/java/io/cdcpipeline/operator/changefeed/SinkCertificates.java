package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The certificates with which TiCDC connects to Kafka. They are files in its pods, which it reads
 * when a changefeed starts, so after a change the changefeed is restarted: once a login has shown
 * that Kafka accepts the new ones, and kubelet has had the time to replace the files.
 */
final class SinkCertificates {
  /** kubelet looks after a minute at most, and then its own cache may be as old. */
  static final Duration FILES_REPLACED_AFTER = Duration.ofMinutes(2);

  /**
   * The certificates in the Secrets.
   *
   * @param checksum "" without certificates
   * @param inUse whether a changefeed that starts now reads them
   */
  record Version(String checksum, boolean inUse) {
    static final Version NONE = new Version("", true);
  }

  private String last = "";
  private Instant since = Instant.EPOCH;

  Version of(StageContext context) {
    KafkaEndpoint kafka = KafkaEndpoint.forTicdc(context.pipeline());
    var certificate = kafka.clientCertificate();
    if (certificate == null || kafka.caSecret() == null) {
      return Version.NONE;
    }
    List<String> secrets =
        Stream.of(kafka.caSecret(), certificate.secret()).filter(Objects::nonNull).toList();
    return of(
        context.secrets().checksum("", secrets),
        Credentials.of(context, kafka.login(), kafka.secrets()).isPending(),
        context.clock().instant());
  }

  /** Counts from when they were first seen here: a restarted operator waits once more. */
  synchronized Version of(String checksum, boolean pending, Instant now) {
    if (!checksum.equals(last)) {
      last = checksum;
      since = now;
    }
    return new Version(checksum, !pending && !now.isBefore(since.plus(FILES_REPLACED_AFTER)));
  }
}
