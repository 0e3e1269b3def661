package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.pipeline.StageContext;
import java.util.HashMap;
import java.util.Map;

/** Properties of a Kafka client of the operator itself, with the secrets read at this moment. */
public final class KafkaClientProperties {
  private static final String TLS_FIELD = "spec.kafka.existing.tls";

  private KafkaClientProperties() {}

  /**
   * Everything a client needs to connect.
   *
   * @throws io.cdcpipeline.operator.status.StageException when a Secret or key is missing
   */
  public static Map<String, Object> of(KafkaEndpoint access, StageContext context) {
    var properties = new HashMap<String, Object>();
    properties.put("bootstrap.servers", access.bootstrapServers());
    properties.put("security.protocol", access.securityProtocol());
    KafkaLogin.read(access, context.secrets())
        .ifPresent(
            login -> {
              properties.put("sasl.mechanism", login.mechanism());
              properties.put("sasl.jaas.config", jaas(login));
            });
    if (access.caSecret() != null) {
      properties.put("ssl.truststore.type", "PEM");
      properties.put(
          "ssl.truststore.certificates",
          context.secrets().require(TLS_FIELD + ".caSecret", access.caSecret(), "ca.crt"));
    }
    var certificate = access.clientCertificate();
    if (certificate != null) {
      var field = TLS_FIELD + ".clientSecret";
      var secret = certificate.secret();
      properties.put("ssl.keystore.type", "PEM");
      properties.put(
          "ssl.keystore.certificate.chain",
          context.secrets().require(field, secret, certificate.certificateKey()));
      properties.put(
          "ssl.keystore.key", context.secrets().require(field, secret, certificate.privateKey()));
    }
    return properties;
  }

  private static String jaas(KafkaLogin login) {
    var module =
        login.mechanism().equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module, quoted(login.username()), quoted(login.password()));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
