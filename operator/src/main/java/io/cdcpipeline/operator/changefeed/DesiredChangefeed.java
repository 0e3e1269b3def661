package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The changefeed that the spec asks for.
 *
 * @param config its replica_config
 * @param startTs TSO at which a new one starts, 0 for now
 * @param nonce spec.changefeed.restartNonce as text, "0" when absent
 * @param fingerprint of the password, so that a new password is an update
 * @param certificates with which TiCDC connects to Kafka
 * @param rotation whether Kafka accepts the password already
 * @param creatable whether schema, topic and users are ready for a new one
 */
public record DesiredChangefeed(
    String id,
    ChangefeedOwner owner,
    boolean suspended,
    SinkUri sink,
    JsonNode config,
    long startTs,
    String nonce,
    String fingerprint,
    SinkCertificates.Version certificates,
    Rotation rotation,
    boolean creatable) {

  /** What a new password allows; TiCDC would reject or retry one that Kafka does not accept yet. */
  enum Rotation {
    /** Kafka accepts the password. */
    NONE,
    /** Kafka is about to replace the old password by the new one: the changefeed waits, paused. */
    PAUSED,
    /** Nobody knows when Kafka will: the changefeed keeps running with the old one. */
    WAITING
  }

  /**
   * A hash of all that is sent. TiCDC masks secrets, so this is compared with the stored hash. A
   * mark without a cluster is replaced at the next update, and is no reason for one.
   */
  String hash() {
    SinkUri unplaced = sink.with(SinkUri.OWNER, owner.markWithoutCluster());
    String all = unplaced + "\n" + config + "\n" + fingerprint;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> rules() {
    return StreamSupport.stream(config.path("filter").path("rules").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
