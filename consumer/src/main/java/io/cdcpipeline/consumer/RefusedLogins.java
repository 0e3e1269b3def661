package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.KafkaErrors;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.AuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits out refused logins: while a password or a certificate is rotated, brokers and clients have
 * different ones for up to two minutes. Kafka's client stays usable and logs in again by itself.
 */
final class RefusedLogins {
  private static final Logger log = LoggerFactory.getLogger(RefusedLogins.class);

  /** Kafka's client tries each broker at least once a second. */
  private static final long ACCEPTED_AFTER_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long WARNING_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final HealthState health;
  private final Time time;
  private boolean refused;
  private long lastRefusal;
  private long lastWarning;

  RefusedLogins(HealthState health, Time time) {
    this.health = health;
    this.time = time;
  }

  /** A call has failed: some broker refuses us. Returns after a short pause. */
  void refused(AuthenticationException failure) {
    long now = time.nanos();
    if (!refused || now - lastWarning > WARNING_INTERVAL_NANOS) {
      lastWarning = now;
      log.atWarn()
          .addKeyValue("error", KafkaErrors.aboutConnection(failure))
          .log("Kafka refuses the login, retrying with the files as they are then");
    }
    refused = true;
    lastRefusal = now;
    health.setRefused(true);
    health.recordProgress(); // to wait for a password is not to hang
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  /** A poll has not failed, which says little while the client pauses between two attempts. */
  void polled() {
    if (refused && time.nanos() - lastRefusal > ACCEPTED_AFTER_NANOS) {
      refused = false;
      health.setRefused(false);
      log.info("Kafka no longer refuses the login");
    }
  }
}
