package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.KafkaAdminClients;
import io.cdcpipeline.operator.endpoint.KafkaClientProperties;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Proves by a login that Kafka has new credentials of TiCDC and the consumer. Strimzi's own Ready
 * says nothing about a changed Secret: it reads the Secret again at its next reconciliation.
 */
final class KafkaLogins {
  private static final int TIMEOUT_MS = 10_000;
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Strimzi's full reconciliation runs every two minutes, and repairs what an event missed. */
  private static final Duration STRIMZI_TIMEOUT = Duration.ofMinutes(3);

  /** Connects, logs in and disconnects. */
  @FunctionalInterface
  interface Probe {
    Probe BROKERS =
        client ->
            KafkaAdminClients.call(
                client,
                TIMEOUT_MS,
                admin ->
                    admin.describeCluster().clusterId().get(TIMEOUT_MS, TimeUnit.MILLISECONDS));

    /**
     * Logs in.
     *
     * @throws StageException when Kafka does not answer or refuses
     */
    void logIn(Map<String, Object> client);
  }

  private final Probe probe;

  KafkaLogins(Probe probe) {
    this.probe = probe;
  }

  /** The status of a cluster that is ready otherwise: until Kafka has both, it is not. */
  StageStatus check(StageContext context, StageStatus ready) {
    var pipeline = context.pipeline();
    var names = context.names();
    var ticdc = check(context, names.ticdcUser(), KafkaEndpoint.forTicdc(pipeline));
    var consumer = check(context, names.consumerUser(), KafkaEndpoint.forConsumer(pipeline));
    return ticdc.or(() -> consumer).orElse(ready);
  }

  private Optional<StageStatus> check(StageContext context, String user, KafkaEndpoint endpoint) {
    var credentials = Credentials.of(context, endpoint.login(), endpoint.secrets());
    if (credentials.isFirst()) {
      credentials.accept(); // Strimzi has just created the user from them.
    }
    if (!credentials.isPending()) {
      return Optional.empty();
    }
    var client = KafkaClientProperties.of(endpoint, context.secrets());
    Answer<Boolean> answer =
        context
            .background()
            .query(
                endpoint.login(),
                List.of(client, credentials.current()),
                RETRY,
                () -> {
                  probe.logIn(client);
                  return true;
                });
    if (answer.isPending()) {
      return Optional.of(waiting(user));
    }
    if (answer.failure() != null) {
      return Optional.of(refused(user, answer));
    }
    credentials.accept();
    return Optional.empty();
  }

  private static StageStatus refused(String user, Answer<?> answer) {
    boolean late = answer.at().isAfter(answer.failingSince().plus(STRIMZI_TIMEOUT));
    if (answer.failure().reason() != Reason.AuthenticationFailed) {
      return StageStatus.of(answer.failure());
    }
    return late
        ? StageStatus.of(
            Reason.ChildFailed,
            "Kafka has refused the new password of %s for %d minutes: see the log of Strimzi's user"
                    .formatted(user, STRIMZI_TIMEOUT.toMinutes())
                + " operator; clients keep the old one")
        : waiting(user);
  }

  private static StageStatus waiting(String user) {
    return StageStatus.progressing(
        "waiting for Strimzi: KafkaUser %s has new credentials, which Kafka does not accept yet"
            .formatted(user));
  }
}
