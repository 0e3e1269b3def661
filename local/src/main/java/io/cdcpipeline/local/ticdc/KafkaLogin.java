package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.kafka.Scram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the sink's Kafka clients connect, from the parameters of the sink URI. */
final class KafkaLogin {
  private KafkaLogin() {}

  static Map<String, Object> config(SinkUri sink) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", sink.brokers());
    config.put("client.id", sink.parameter("kafka-client-id").orElse("TiCDC_producer_stand-in"));
    Optional<String> mechanism = sink.parameter("sasl-mechanism");
    boolean tls = tls(sink, config);
    config.put(
        "security.protocol", (mechanism.isPresent() ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
    if (mechanism.isPresent()) {
      config.put("sasl.mechanism", mechanism.get());
      config.put("sasl.jaas.config", jaas(sink, mechanism.get()));
    }
    return config;
  }

  private static String jaas(SinkUri sink, String mechanism) {
    String scram =
        Scram.jaasConfig(
            sink.parameter("sasl-user").orElse(""), sink.parameter("sasl-password").orElse(""));
    return mechanism.equals("PLAIN")
        ? scram.replace("scram.ScramLoginModule", "plain.PlainLoginModule")
        : scram;
  }

  /** TiCDC does not accept a CA alone. */
  private static boolean tls(SinkUri sink, Map<String, Object> config) {
    List<String> files = List.of("ca", "cert", "key");
    long given = files.stream().filter(name -> sink.parameter(name).isPresent()).count();
    boolean enabled = sink.flag("enable-tls", given > 0);
    if (given > 0 && (given < files.size() || !enabled)) {
      throw SinkUri.invalid(
          "[CDC:ErrKafkaInvalidConfig]ca, cert and key files should all be supplied");
    }
    if (given > 0) {
      config.put("ssl.truststore.type", "PEM");
      config.put("ssl.truststore.certificates", pem(sink, "ca"));
      config.put("ssl.keystore.type", "PEM");
      config.put("ssl.keystore.certificate.chain", pem(sink, "cert"));
      config.put("ssl.keystore.key", pem(sink, "key"));
    }
    return enabled;
  }

  private static String pem(SinkUri sink, String parameter) {
    try {
      return Files.readString(Path.of(sink.parameters().get(parameter)));
    } catch (IOException e) {
      throw SinkUri.invalid("[CDC:ErrKafkaInvalidConfig]" + parameter + ": " + e.getMessage());
    }
  }
}
