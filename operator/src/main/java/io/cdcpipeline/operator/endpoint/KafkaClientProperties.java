package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.endpoint.KafkaEndpoint.Login;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import java.util.HashMap;
import java.util.Map;

/** Properties of the operator's own Kafka clients. They contain passwords and keys. */
public final class KafkaClientProperties {
  private static final String TLS_FIELD = "spec.kafka.existing.tls";

  private KafkaClientProperties() {}

  /**
   * Everything a client needs to connect.
   *
   * @throws io.cdcpipeline.operator.status.StageException when a Secret or a key is missing
   */
  public static Map<String, Object> of(KafkaEndpoint endpoint, SecretReader secrets) {
    var properties = new HashMap<String, Object>();
    properties.put("bootstrap.servers", endpoint.bootstrapServers());
    properties.put("security.protocol", endpoint.securityProtocol());
    endpoint
        .login(secrets)
        .ifPresent(
            login -> {
              properties.put("sasl.mechanism", login.mechanism());
              properties.put("sasl.jaas.config", jaas(login));
            });
    if (endpoint.caSecret() != null) {
      properties.put("ssl.truststore.type", "PEM");
      properties.put(
          "ssl.truststore.certificates",
          secrets.require(TLS_FIELD + ".caSecret", endpoint.caSecret(), "ca.crt"));
    }
    var certificate = endpoint.clientCertificate();
    if (certificate != null) {
      var field = TLS_FIELD + ".clientSecret";
      var secret = certificate.secret();
      properties.put("ssl.keystore.type", "PEM");
      properties.put(
          "ssl.keystore.certificate.chain",
          secrets.require(field, secret, certificate.certificateKey()));
      properties.put("ssl.keystore.key", secrets.require(field, secret, certificate.privateKey()));
    }
    return properties;
  }

  private static String jaas(Login login) {
    var module =
        login.mechanism().equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module, escape(login.username()), escape(login.password()));
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
