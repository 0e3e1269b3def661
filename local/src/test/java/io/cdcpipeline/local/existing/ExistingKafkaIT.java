package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** spec.kafka.existing on real brokers: topics made or left alone, and what is said if neither. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingKafkaIT {
  private static final String TLS = ", tls: {caSecret: ca, clientSecret: client}";
  private static final String NO_RIGHT =
      "%s: grant Create, Alter, Describe, DescribeConfigs, Read and Write on the topics \\(.*";

  @TestFactory
  Stream<DynamicTest> refusals(LocalServers servers, OperatorOnExisting operator) {
    KafkaBroker broker = servers.kafka();
    user(broker, "anybody", List.of());
    user(broker, "looker", List.of(topics("refused", "Describe", "DescribeConfigs")));
    user(broker, "maker", List.of(topics("refused", "All")));
    String plain = broker.bootstrapServers();
    KafkaBroker secure = servers.tlsKafka();
    user(secure, "maker", List.of(topics("refused", "All")));
    String tls = secure.bootstrapServers();
    Certificates right = servers.kafkaCertificates();
    Certificates wrong = strangers(servers);
    int silent = operator.silentPort();
    return Stream.of(
        refused(
            "a wrong password",
            on(operator, "maker", "wrong", plain, ""),
            "CredentialsRefused",
            plain
                + " refuses user, password or mechanism of spec.kafka.existing.credentialsSecret"),
        refused(
            "no right at all",
            on(operator, "anybody", "right", plain, ""),
            "PermissionMissing",
            NO_RIGHT.formatted(plain)),
        refused(
            "no right to create the topic",
            on(operator, "looker", "right", plain, ""),
            "PermissionMissing",
            NO_RIGHT.formatted(plain)),
        refused(
            "a certificate of another authority",
            on(operator, "maker", "right", tls, TLS)
                .secret("ca", authority(wrong))
                .secret("client", client(right)),
            "CertificateRefused",
            "no trusted TLS with %s: check spec.kafka.existing.tls \\(.*\\)".formatted(tls)),
        refused(
            "a client's certificate of another authority",
            on(operator, "maker", "right", tls, TLS)
                .secret("ca", authority(right))
                .secret("client", client(wrong)),
            "CertificateRefused",
            "no trusted TLS with %s: check spec.kafka.existing.tls \\(.*\\)".formatted(tls)),
        refused(
            "a host name that is not in the certificate",
            on(
                    operator,
                    "maker",
                    "right",
                    tls.replace("localhost", OperatorOnExisting.MISTAKEN),
                    TLS)
                .secret("ca", authority(right))
                .secret("client", client(right)),
            "CertificateRefused",
            "no trusted TLS with mistaken:.*: check spec.kafka.existing.tls \\(.*\\)"),
        refused(
            "TLS where the broker speaks none",
            on(operator, "maker", "right", plain, TLS)
                .secret("ca", authority(right))
                .secret("client", client(right)),
            "Unreachable",
            plain + " does not answer: .*"),
        refused(
            "no TLS where the broker wants it",
            on(operator, "maker", "right", tls, ""),
            "RemoteError",
            tls
                + " answers, but not as Kafka without TLS does: check the port, or set"
                + " spec.kafka.existing.tls"),
        refused(
            "nobody listens",
            on(operator, "maker", "right", "127.0.0.1:1", ""),
            "Unreachable",
            "127.0.0.1:1 does not answer: .*"),
        refused(
            "somebody else listens",
            on(operator, "maker", "right", "127.0.0.1:" + silent, ""),
            "Unreachable",
            "127.0.0.1:" + silent + " does not answer: .*"),
        refused(
            "an unknown name",
            on(operator, "maker", "right", "kafka.nowhere:9092", ""),
            "Unreachable",
            "no host of kafka.nowhere:9092 can be looked up in DNS"),
        refused(
            "more copies than brokers",
            on(operator, "maker", "right", plain, "", "{name: refused-copies, replicas: 3}"),
            "InvalidInput",
            "spec.kafka.topic: .*replication factor.*"));
  }

  private static DynamicTest refused(
      String name, PipelineOnExisting pipeline, String reason, String message) {
    pipeline.apply();
    return dynamicTest(
        name,
        () -> {
          pipeline.expect("KafkaReady", reason, message);
          assertThat(pipeline.status())
              .doesNotContain("PRIVATE KEY", "CERTIFICATE--", "ScramLogin");
          pipeline.delete();
        });
  }

  @Test
  void topicsThatAreAbsentAreMade(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    KafkaBroker broker = servers.kafka();
    user(broker, "making", List.of(topics("made", "All")));
    PipelineOnExisting pipeline =
        on(
                operator,
                "making",
                "right",
                broker.bootstrapServers(),
                "",
                "{name: made, partitions: 4, retention: 3d}")
            .apply();

    pipeline.expect("KafkaReady", "AsWished", "topics are there");

    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(partitions(admin, "made")).isEqualTo(4);
      assertThat(partitions(admin, "made-dlt")).isEqualTo(1);
      assertThat(settings(admin, "made"))
          .containsEntry("retention.ms", "259200000")
          .containsEntry("cleanup.policy", "delete")
          .containsEntry("max.message.bytes", "1048588");
    }
    pipeline.delete();
  }

  @Test
  void aTopicWithTooFewPartitionsGrows(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    KafkaBroker broker = servers.kafka();
    user(broker, "growing", List.of(topics("grown", "All")));
    topic(broker, "grown", 2, Map.of("retention.ms", "-1"));
    PipelineOnExisting pipeline =
        on(
                operator,
                "growing",
                "right",
                broker.bootstrapServers(),
                "",
                "{name: grown, partitions: 3}")
            .apply();

    pipeline.expect("KafkaReady", "AsWished", "topics are there");

    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(partitions(admin, "grown")).isEqualTo(3);
      assertThat(settings(admin, "grown")).containsEntry("retention.ms", "-1");
    }
    pipeline.delete();
  }

  @Test
  void aTopicThatDiffersIsLeftAsItIsAndSaid(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    KafkaBroker broker = servers.kafka();
    user(broker, "differing", List.of(topics("differs", "All")));
    Map<String, String> theirs =
        Map.of("cleanup.policy", "compact", "retention.ms", "3600000", "max.message.bytes", "1000");
    topic(broker, "differs", 9, theirs);
    PipelineOnExisting pipeline =
        on(
                operator,
                "differing",
                "right",
                broker.bootstrapServers(),
                "",
                "{name: differs, partitions: 3}")
            .apply();

    pipeline.expect(
        "KafkaReady",
        "TopicDiffers",
        "topic differs has 9 partitions, the spec 3 \\(Kafka cannot remove any\\); it has"
            + " cleanup.policy=compact, which drops changes: set it to delete; it has"
            + " max.message.bytes=1000, less than spec.changefeed.maxMessageBytes needs"
            + " \\(1048588\\); it has retention.ms=3600000, less than the spec's 604800000");

    assertThat(pipeline.condition("KafkaReady")).containsEntry("status", "True");
    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(partitions(admin, "differs")).isEqualTo(9);
      assertThat(settings(admin, "differs")).containsAllEntriesOf(theirs);
    }
    pipeline.delete();
  }

  @Test
  void tlsWithTheRightAuthorityAndCertificate(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    KafkaBroker broker = servers.tlsKafka();
    user(broker, "trusted", List.of(topics("trusted", "All")));
    Certificates right = servers.kafkaCertificates();
    PipelineOnExisting pipeline =
        on(operator, "trusted", "right", broker.bootstrapServers(), TLS, "{name: trusted}")
            .secret("ca", authority(right))
            .secret("client", client(right))
            .apply();

    pipeline.expect("KafkaReady", "AsWished", "topics are there");

    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(partitions(admin, "trusted")).isEqualTo(6);
    }
    pipeline.delete();
  }

  @Test
  void aRightThatIsGrantedLaterIsNoticed(LocalServers servers, OperatorOnExisting operator) {
    KafkaBroker broker = servers.kafka();
    user(broker, "late", List.of());
    PipelineOnExisting pipeline =
        on(operator, "late", "right", broker.bootstrapServers(), "", "{name: late}").apply();
    pipeline.expect("KafkaReady", "PermissionMissing", ".*grant Create.*");

    user(broker, "late", List.of(topics("late", "All")));

    pipeline.expect("KafkaReady", "AsWished", "topics are there");
    pipeline.delete();
  }

  private static Certificates strangers(LocalServers servers) {
    return Certificates.in(
        servers.directory().resolve("strangers-certificates"),
        Map.of("client", List.of("a-stranger")));
  }

  private static Map<String, String> authority(Certificates certificates) {
    return Map.of("ca.crt", PrivateFile.read(certificates.authority()));
  }

  private static Map<String, String> client(Certificates certificates) {
    return Map.of(
        "tls.crt",
        PrivateFile.read(certificates.chain("client")),
        "tls.key",
        PrivateFile.read(certificates.key("client")));
  }

  private static PipelineOnExisting on(
      OperatorOnExisting operator, String user, String password, String brokers, String tls) {
    return on(operator, user, password, brokers, tls, "{name: refused}");
  }

  private static PipelineOnExisting on(
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

  private static AclRule topics(String prefix, String... operations) {
    return new AclRule("topic", prefix, "prefix", List.of(operations));
  }

  private static void user(KafkaBroker broker, String name, List<AclRule> rights) {
    try (KafkaAdmin admin = broker.admin()) {
      admin.users().apply(new UserSpec(name, "right", rights));
    }
  }

  private static void topic(
      KafkaBroker broker, String name, int partitions, Map<String, String> settings) {
    try (KafkaAdmin admin = broker.admin()) {
      admin.applyTopic(new TopicSpec(name, partitions, 1, settings));
    }
  }

  private static int partitions(Admin admin, String topic)
      throws InterruptedException, ExecutionException {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  private static Map<String, String> settings(Admin admin, String topic)
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
