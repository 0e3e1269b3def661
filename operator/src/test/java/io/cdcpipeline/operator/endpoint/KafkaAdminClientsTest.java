package io.cdcpipeline.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own client would allocate as much as the first four bytes of such answers say. */
class KafkaAdminClientsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "15030300020246", // a TLS alert
        "485454502f312e3120343030", // HTTP/1.1 400
        "ffffffff"
      })
  void aServerThatIsNotKafkaIsReportedAndNotReadFurther(String answer) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var answered =
          CompletableFuture.runAsync(
              () -> {
                try (var client = server.accept()) {
                  client.getInputStream().readNBytes(14);
                  client.getOutputStream().write(HexFormat.of().parseHex(answer));
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      var brokers = "127.0.0.1:" + server.getLocalPort();
      var client =
          Map.<String, Object>of(
              "bootstrap.servers", brokers, "security.protocol", "SASL_PLAINTEXT");

      var failure =
          catchThrowableOfType(
              StageException.class, () -> KafkaAdminClients.call(client, 1_000, admin -> "kafka"));

      answered.get();
      assertThat(failure.reason()).isEqualTo(Reason.RemoteError);
      assertThat(failure)
          .hasMessage(
              brokers
                  + " answers, but not as Kafka without TLS does: check the port, or set"
                  + " spec.kafka.existing.tls");
    }
  }
}
