package io.cdcpipeline.local.existing;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.kafka.AclRule;
import io.cdcpipeline.local.kafka.KafkaAdmin;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.kafka.TopicSpec;
import io.cdcpipeline.local.kafka.UserSpec;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.PrivateFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;

/** Pipelines on real brokers, and the topics and users that their tests need. */
final class Brokers {
  static final String TLS = ", tls: {caSecret: ca, clientSecret: client}";

  /** One topic each, because two pipelines cannot share one. */
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private Brokers() {}

  static Certificates strangers(LocalServers servers) {
    return Certificates.in(
        servers.directory().resolve("strangers-certificates"),
        Map.of("client", List.of("a-stranger")));
  }

  static Map<String, String> authority(Certificates certificates) {
    return Map.of("ca.crt", PrivateFile.read(certificates.authority()));
  }

  static Map<String, String> client(Certificates certificates) {
    return Map.of(
        "tls.crt",
        PrivateFile.read(certificates.chain("client")),
        "tls.key",
        PrivateFile.read(certificates.key("client")));
  }

  static PipelineOnExisting on(
      OperatorOnExisting operator, String user, String password, String brokers, String tls) {
    return on(
        operator,
        user,
        password,
        brokers,
        tls,
        "{name: refused-%d}".formatted(TOPICS.incrementAndGet()));
  }

  static PipelineOnExisting on(
      OperatorOnExisting operator,
      String user,
      String password,
      String brokers,
      String tls,
      String topic) {
    return operator
        .pipeline()
        .secret("kafka", Map.of("username", user, "password", password))
        .stage(
            "kafka",
            "{existing: {bootstrapServers: \"%s\", credentialsSecret: kafka%s}, topic: %s}",
            brokers,
            tls,
            topic);
  }

  static AclRule topics(String prefix, String... operations) {
    return new AclRule("topic", prefix, "prefix", List.of(operations));
  }

  static void user(KafkaBroker broker, String name, List<AclRule> rights) {
    try (KafkaAdmin admin = broker.admin()) {
      admin.users().apply(new UserSpec(name, "right", rights));
    }
  }

  static void topic(KafkaBroker broker, String name, int partitions, Map<String, String> settings) {
    try (KafkaAdmin admin = broker.admin()) {
      admin.applyTopic(new TopicSpec(name, partitions, 1, settings));
    }
  }

  static int partitions(Admin admin, String topic) throws InterruptedException, ExecutionException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  static Map<String, String> settings(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<String, String> settings = new java.util.HashMap<>();
    admin
        .describeConfigs(List.of(resource))
        .all()
        .get()
        .get(resource)
        .entries()
        .forEach(entry -> settings.put(entry.name(), entry.value()));
    return settings;
  }
}
