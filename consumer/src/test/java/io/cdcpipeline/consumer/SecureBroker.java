package io.cdcpipeline.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A broker with three listeners: on the plain-text and TLS ones anonymous clients are superusers;
 * on the SASL one the user {@code reader} has no permissions until an ACL grants them.
 */
final class SecureBroker implements AutoCloseable {
  static final String USER = "reader";
  static final String PASSWORD = "kept-secret";

  private static final String KEYS = "server.p12";

  final KafkaBroker broker;
  final String tlsServers;
  final String saslServers;

  /** The CA certificate to trust, in PEM. */
  final Path ca;

  SecureBroker(Path directory) throws IOException, InterruptedException {
    ca = certificate(directory);
    tlsServers = "127.0.0.1:" + KafkaBroker.freePort();
    saslServers = "127.0.0.1:" + KafkaBroker.freePort();
    broker =
        new KafkaBroker(
            Files.createDirectory(directory.resolve("data")), properties(keys(directory)));
  }

  private Properties properties(Map<String, String> keys) {
    Properties properties = new Properties();
    properties.put("listeners", "SSL://" + tlsServers + ",SASL_PLAINTEXT://" + saslServers);
    properties.put("listener.security.protocol.map", "SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.putAll(keys);
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put(
        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
            + USER
            + "=\""
            + PASSWORD
            + "\";");
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("super.users", "User:ANONYMOUS");
    return properties;
  }

  /** The broker's settings for the key in that directory. */
  static Map<String, String> keys(Path directory) {
    return Map.of(
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        directory.resolve(KEYS).toString(),
        "ssl.keystore.password",
        PASSWORD,
        "ssl.key.password",
        PASSWORD);
  }

  /** Creates a key and its certificate; returns the certificate in PEM. */
  static Path certificate(Path directory) throws IOException, InterruptedException {
    Path keys = directory.resolve(KEYS);
    Path certificate = directory.resolve("ca.crt");
    keytool(
        keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=broker", "-ext", "san=ip:127.0.0.1");
    keytool(keys, "-exportcert", "-rfc", "-file", certificate.toString());
    return certificate;
  }

  private static void keytool(Path keys, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", keys.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool exited with " + process.exitValue());
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
