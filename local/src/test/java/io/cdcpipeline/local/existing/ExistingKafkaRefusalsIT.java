package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.process.Certificates;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The conditions reported for brokers that a pipeline on an existing Kafka cannot use. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingKafkaRefusalsIT {
  private static final String NO_RIGHT =
      "%s: grant Create, Alter, Describe, DescribeConfigs, Read and Write on the topics \\(.*";

  @TestFactory
  Stream<DynamicTest> refusals(LocalServers servers, OperatorOnExisting operator) {
    KafkaBroker broker = servers.kafka();
    Brokers.user(broker, "anybody", List.of());
    Brokers.user(
        broker, "looker", List.of(Brokers.topics("refused", "Describe", "DescribeConfigs")));
    Brokers.user(broker, "maker", List.of(Brokers.topics("refused", "All")));
    String plain = broker.bootstrapServers();
    KafkaBroker secure = servers.tlsKafka();
    Brokers.user(secure, "maker", List.of(Brokers.topics("refused", "All")));
    String tls = secure.bootstrapServers();
    Certificates right = servers.kafkaCertificates();
    Certificates wrong = Brokers.strangers(servers);
    int silent = operator.silentPort();
    return Stream.of(
        refused(
            "a wrong password",
            Brokers.on(operator, "maker", "wrong", plain, ""),
            "AuthenticationFailed",
            plain
                + " rejects the user, password or mechanism in"
                + " spec.kafka.existing.credentialsSecret"),
        refused(
            "no right at all",
            Brokers.on(operator, "anybody", "right", plain, ""),
            "AuthorizationFailed",
            NO_RIGHT.formatted(plain)),
        refused(
            "no right to create the topic",
            Brokers.on(operator, "looker", "right", plain, ""),
            "AuthorizationFailed",
            NO_RIGHT.formatted(plain)),
        refused(
            "a certificate of another authority",
            Brokers.on(operator, "maker", "right", tls, Brokers.TLS)
                .secret("ca", Brokers.authority(wrong))
                .secret("client", Brokers.client(right)),
            "CertificateNotTrusted",
            "no trusted TLS connection to %s: check spec.kafka.existing.tls \\(.*\\)"
                .formatted(tls)),
        refused(
            "a client's certificate of another authority",
            Brokers.on(operator, "maker", "right", tls, Brokers.TLS)
                .secret("ca", Brokers.authority(right))
                .secret("client", Brokers.client(wrong)),
            "CertificateNotTrusted",
            "no trusted TLS connection to %s: check spec.kafka.existing.tls \\(.*\\)"
                .formatted(tls)),
        refused(
            "a host name that is not in the certificate",
            Brokers.on(
                    operator,
                    "maker",
                    "right",
                    tls.replace("localhost", OperatorOnExisting.WRONG_HOST),
                    Brokers.TLS)
                .secret("ca", Brokers.authority(right))
                .secret("client", Brokers.client(right)),
            "CertificateNotTrusted",
            "no trusted TLS connection to wrong-host:.*: check spec.kafka.existing.tls \\(.*\\)"),
        refused(
            "TLS where the broker speaks none",
            Brokers.on(operator, "maker", "right", plain, Brokers.TLS)
                .secret("ca", Brokers.authority(right))
                .secret("client", Brokers.client(right)),
            "Unreachable",
            plain + " does not answer: .*"),
        refused(
            "no TLS where the broker wants it",
            Brokers.on(operator, "maker", "right", tls, ""),
            "RemoteError",
            tls
                + " answers, but not as Kafka without TLS does: check the port, or set"
                + " spec.kafka.existing.tls"),
        refused(
            "nobody listens",
            Brokers.on(operator, "maker", "right", "127.0.0.1:1", ""),
            "Unreachable",
            "127.0.0.1:1 does not answer: .*"),
        refused(
            "somebody else listens",
            Brokers.on(operator, "maker", "right", "127.0.0.1:" + silent, ""),
            "Unreachable",
            "127.0.0.1:" + silent + " does not answer: .*"),
        refused(
            "an unknown name",
            Brokers.on(operator, "maker", "right", "kafka.nowhere:9092", ""),
            "Unreachable",
            "DNS resolves none of the hosts in kafka.nowhere:9092"),
        refused(
            "more copies than brokers",
            Brokers.on(
                operator, "maker", "right", plain, "", "{name: refused-copies, replicas: 3}"),
            "InvalidReference",
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
}
