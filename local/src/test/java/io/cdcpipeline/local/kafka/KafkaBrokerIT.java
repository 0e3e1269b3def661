package io.cdcpipeline.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalServers.Shared.class)
class KafkaBrokerIT {
  private static final AclRule WRITE =
      new AclRule("topic", "acl-", "prefix", List.of("Describe", "Write", "DescribeConfigs"));

  private static KafkaProducer<String, String> producer(
      KafkaBroker broker, String user, String password) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("max.block.ms", 10_000);
    config.put("delivery.timeout.ms", 15_000);
    config.put("request.timeout.ms", 10_000);
    if (user != null) {
      config.put("security.protocol", "SASL_PLAINTEXT");
      config.put("sasl.mechanism", "SCRAM-SHA-512");
      config.put("sasl.jaas.config", Scram.jaasConfig(user, password));
    }
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  private static void send(KafkaProducer<String, String> producer, String topic)
      throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, "value")).get();
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Test
  void usersMayDoWhatTheirAclsAllowAndNoMore(LocalServers servers) throws InterruptedException {
    KafkaBroker broker = servers.kafka();
    try (KafkaAdmin admin = broker.admin()) {
      admin.applyTopic(new TopicSpec("acl-open", 2, 1, Map.of()));
      admin.applyTopic(new TopicSpec("other", 1, 1, Map.of()));
      admin.users().apply(new UserSpec("writer", "pa\"ss", List.of(WRITE)));
      try (KafkaProducer<String, String> producer = producer(broker, "writer", "pa\"ss")) {
        send(producer, "acl-open");
        assertThatThrownBy(() -> send(producer, "other"))
            .isInstanceOf(TopicAuthorizationException.class);
      }
      try (KafkaProducer<String, String> producer = producer(broker, "writer", "wrong")) {
        assertThatThrownBy(() -> send(producer, "acl-open"))
            .isInstanceOf(SaslAuthenticationException.class);
      }
      admin.users().apply(new UserSpec("writer", "pa\"ss", List.of()));
      try (KafkaProducer<String, String> producer = producer(broker, "writer", "pa\"ss")) {
        assertThatThrownBy(() -> send(producer, "acl-open"))
            .isInstanceOf(TopicAuthorizationException.class);
      }
      admin.users().remove("writer");
      try (KafkaProducer<String, String> producer = producer(broker, "writer", "pa\"ss")) {
        assertThatThrownBy(() -> send(producer, "acl-open"))
            .isInstanceOf(SaslAuthenticationException.class);
      }
    }
  }

  @Test
  void topicsFollowTheirSpec(LocalServers servers) {
    try (KafkaAdmin admin = servers.kafka().admin()) {
      admin.applyTopic(new TopicSpec("shaped", 2, 1, Map.of("retention.ms", "1000")));
      admin.applyTopic(new TopicSpec("shaped", 4, 1, Map.of("max.message.bytes", "2000")));
      assertThat(admin.partitions("shaped")).contains(4);
      assertThatThrownBy(() -> admin.applyTopic(new TopicSpec("shaped", 1, 1, Map.of())))
          .hasMessage("Decreasing partitions not supported");
      assertThatThrownBy(() -> admin.applyTopic(new TopicSpec("wide", 1, 3, Map.of())))
          .isInstanceOf(KafkaAdminException.class)
          .hasMessageContaining("replication factor");
      admin.removeTopic("shaped");
      await().until(() -> admin.partitions("shaped").isEmpty());
    }
  }

  @Test
  void aPlainBrokerNeedsNoLoginAndKeepsTopicsAcrossAKill(@TempDir Path directory)
      throws InterruptedException {
    try (ChildProcesses children = new ChildProcesses()) {
      KafkaListener listener = new KafkaListener(Endpoint.free(), "localhost", false);
      KafkaBroker broker = KafkaBroker.start(children, directory, listener);
      try (KafkaAdmin admin = broker.admin()) {
        admin.applyTopic(new TopicSpec("kept", 3, 1, Map.of()));
      }
      broker.kill();
      broker.start();
      try (KafkaAdmin admin = broker.admin();
          KafkaProducer<String, String> producer = producer(broker, null, null)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> admin.partitions("kept").isPresent());
        send(producer, "kept");
      }
    }
  }
}
