package io.cdcpipeline.operator.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.KafkaListener;
import io.cdcpipeline.operator.api.ManagedKafka;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.config.OwnedKeys;
import io.cdcpipeline.operator.remote.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Settings of Kafka itself that the spec passes on: broker configuration, listeners, rack, images.
 */
final class KafkaSettings {
  private static final String LISTENERS = "spec.kafka.managed.listeners";
  private static final String STRIMZI = "belongs to Strimzi";
  private static final String REPLICAS = "follows kafka.managed.replicas";

  /** Strimzi drops such keys with no more than a line in its own log (KafkaClusterSpec). */
  private static final OwnedKeys CONFIG =
      OwnedKeys.of("spec.kafka.managed.config")
          .owning(STRIMZI, "listeners*", "advertised.*", "broker.*", "listener.*", "host.name")
          .owning(STRIMZI, "port", "inter.broker.listener.name", "sasl.*", "ssl.*", "security.*")
          .owning(STRIMZI, "password.*", "log.dir*", "authorizer.*", "super.user*", "node.id")
          .owning(STRIMZI, "process.roles", "controller.*", "prometheus.metrics.reporter.*")
          .owning(
              "stays false, because topics are created before they are used",
              "auto.create.topics.enable")
          .owning(REPLICAS, "default.replication.factor", "offsets.topic.replication.factor")
          .owning(REPLICAS, "min.insync.replicas", "transaction.state.log.replication.factor")
          .owning(REPLICAS, "transaction.state.log.min.isr")
          .except(
              "sasl.server.max.receive.size",
              "ssl.cipher.suites",
              "ssl.protocol",
              "ssl.enabled.protocols",
              "ssl.secure.random.implementation",
              "controller.quorum.election.backoff.max.ms",
              "controller.quorum.election.timeout.ms",
              "controller.quorum.fetch.timeout.ms");

  private static final Set<String> OWN_NAMES = Set.of("scram", "tls", "mtls");

  /** Of the pipeline's own listeners, of Strimzi between nodes, and for metrics and JMX. */
  private static final Set<Integer> OWN_PORTS = Set.of(9093, 9094, 9095, 9404, 9999);

  private KafkaSettings() {}

  /** What the settings of the spec have that is not free. */
  static Optional<String> problem(ManagedKafka kafka) {
    var config = kafka.config() == null ? Map.<String, Object>of() : kafka.config();
    return Stream.of(
            CONFIG.problem(config.keySet()), nested(config), listenerProblem(listeners(kafka)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Kafka's keys are flat, and Strimzi would write an object as Java prints it. */
  private static Optional<String> nested(Map<String, Object> config) {
    return config.entrySet().stream()
        .filter(e -> !(e.getValue() instanceof String || e.getValue() instanceof Number))
        .filter(e -> !(e.getValue() instanceof Boolean))
        .findFirst()
        .map(
            e ->
                "spec.kafka.managed.config: %s must be a text, a number or true or false"
                    .formatted(e.getKey()));
  }

  private static Optional<String> listenerProblem(List<KafkaListener> listeners) {
    return IntStream.range(0, listeners.size())
        .mapToObj(i -> listenerProblem(listeners, i))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> listenerProblem(List<KafkaListener> listeners, int i) {
    var listener = listeners.get(i);
    var at = LISTENERS + "[" + i + "]";
    if (OWN_NAMES.contains(listener.name())) {
      return Optional.of(
          "%s.name: %s is a listener of the pipeline's own: choose another"
              .formatted(at, listener.name()));
    }
    if (OWN_PORTS.contains(listener.port())) {
      return Optional.of(
          "%s.port: %d is taken, like %s: choose another"
              .formatted(at, listener.port(), OWN_PORTS.stream().sorted().toList()));
    }
    boolean again =
        listeners.subList(0, i).stream().anyMatch(l -> l.port().equals(listener.port()));
    return again
        ? Optional.of("%s.port: %d is given twice: choose another".formatted(at, listener.port()))
        : Optional.empty();
  }

  private static List<KafkaListener> listeners(ManagedKafka kafka) {
    return kafka.listeners() == null ? List.of() : kafka.listeners();
  }

  /** Adds the settings to Strimzi's Kafka. */
  static void write(ManifestTemplate manifest, ManagedKafka kafka) {
    manifest.set("/spec/kafka/image", kafka.image()).set("/spec/kafka/rack", kafka.rack());
    if (kafka.config() != null) {
      manifest.setAll("/spec/kafka/config", kafka.config());
    }
    for (var listener : listeners(kafka)) {
      manifest.add("/spec/kafka/listeners", asStrimzi(listener));
    }
    if (kafka.exporter() != null) {
      manifest.set("/spec/kafkaExporter/image", kafka.exporter().image());
    }
    if (kafka.entityOperator() != null) {
      manifest
          .set("/spec/entityOperator/topicOperator/image", kafka.entityOperator().image())
          .set("/spec/entityOperator/userOperator/image", kafka.entityOperator().image());
    }
  }

  private static Object asStrimzi(KafkaListener listener) {
    var object = Json.JSON.<ObjectNode>valueToTree(listener);
    object
        .putObject("authentication")
        .set("type", Json.JSON.valueToTree(listener.authentication()));
    return object;
  }
}
