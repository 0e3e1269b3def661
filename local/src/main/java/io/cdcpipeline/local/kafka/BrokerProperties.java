package io.cdcpipeline.local.kafka;

import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The broker's configuration: clients use the listener CLIENTS, the stand-ins INTERNAL, which needs
 * no cluster host name.
 */
record BrokerProperties(
    Path data,
    String clusterId,
    KafkaListener clients,
    Endpoint internal,
    Endpoint controller,
    String password) {

  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"admin\""
          + " password=\"%s\";";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
          + " password=\"%1$s\" user_admin=\"%1$s\";";

  String text() {
    Map<String, String> all = new LinkedHashMap<>();
    listeners(all);
    security(all);
    oneBroker(all);
    all.put(KafkaBrokerMain.ADMIN_PASSWORD, password);
    all.put(KafkaBrokerMain.CLUSTER_ID, clusterId);
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private void listeners(Map<String, String> all) {
    all.put("node.id", "1");
    all.put("process.roles", "broker,controller");
    all.put("controller.quorum.voters", "1@" + controller);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("inter.broker.listener.name", "INTERNAL");
    all.put(
        "listeners",
        "CLIENTS://%s,INTERNAL://%s,CONTROLLER://%s"
            .formatted(clients.endpoint(), internal, controller));
    all.put(
        "advertised.listeners",
        "CLIENTS://%s,INTERNAL://%s".formatted(clients.bootstrapServers(), internal));
    all.put(
        "listener.security.protocol.map",
        "CLIENTS:%s,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT"
            .formatted(clients.protocol()));
    clients.tls().ifPresent(certificates -> tls(all, certificates));
    all.put("log.dirs", data.toString());
  }

  private static void tls(Map<String, String> all, Certificates certificates) {
    String listener = "listener.name.clients.ssl.";
    all.put(listener + "keystore.type", "PEM");
    all.put(
        listener + "keystore.certificate.chain", text(certificates.chain(KafkaListener.BROKER)));
    all.put(listener + "keystore.key", text(certificates.key(KafkaListener.BROKER)));
    all.put(listener + "truststore.type", "PEM");
    all.put(listener + "truststore.certificates", text(certificates.authority()));
    all.put(listener + "client.auth", "required");
  }

  /** On one line of a properties file. */
  private static String text(Path pem) {
    return PrivateFile.read(pem).replace("\n", "\\n");
  }

  private void security(Map<String, String> all) {
    all.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    all.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
    all.put("sasl.mechanism.controller.protocol", "PLAIN");
    all.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
    all.put("listener.name.controller.plain.sasl.jaas.config", PLAIN.formatted(password));
    all.put("listener.name.internal.scram-sha-512.sasl.jaas.config", SCRAM.formatted(password));
    if (clients.scram()) {
      all.put("listener.name.clients.scram-sha-512.sasl.jaas.config", SCRAM.formatted(password));
    }
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    all.put("super.users", clients.scram() ? "User:admin" : "User:admin;User:ANONYMOUS");
  }

  private static void oneBroker(Map<String, String> all) {
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      all.put(topic + ".replication.factor", "1");
    }
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("auto.create.topics.enable", "false");
    // 128 MiB by default, more than half of the heap.
    all.put("log.cleaner.dedupe.buffer.size", "4194304");
    // How soon a killed broker may register again; the default is 9 s.
    all.put("broker.session.timeout.ms", "3000");
    all.put("broker.heartbeat.interval.ms", "500");
  }
}
