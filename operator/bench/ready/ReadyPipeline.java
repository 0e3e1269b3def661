import io.cdcpipeline.operator.naming.ResourceNames;

/**
 * One of the pipelines that are ready. Its name is unique in all namespaces, because there is one
 * Kafka for all; the servers that keep connections have an address of their own, because clients
 * share connections by address.
 */
record ReadyPipeline(int number) {
  static final int NAMESPACES = 10;

  /** Of this process, so that two measurements on one machine do not meet. */
  private static final String NETWORK = "127." + (16 + ProcessHandle.current().pid() % 200) + ".";

  private static final int PER_NETWORK = 250;

  /** Of the servers to which every call opens a new connection: one for all pipelines. */
  static final String SHARED_ADDRESS = NETWORK + "0.1";

  static String namespace(int number) {
    return "ready-" + number % NAMESPACES;
  }

  /** The pipeline whose consumer logs in to Kafka with that name. */
  static ReadyPipeline ofConsumer(String user) {
    return new ReadyPipeline(Integer.parseInt(user.replaceAll("\\D", "")));
  }

  ResourceNames names() {
    return new ResourceNames(namespace(number), "r" + number);
  }

  String address() {
    return NETWORK + (1 + number / PER_NETWORK) + "." + (1 + number % PER_NETWORK);
  }

  /** As Strimzi names the only pod of its brokers. */
  String brokerHost() {
    var name = names().kafka();
    return names().service(name + "-" + name + "-dual-0." + name + "-kafka-brokers");
  }

  /** Its lines of the hosts file. */
  String hosts() {
    var names = names();
    var kafka = names.kafkaBootstrap(ResourceNames.KAFKA_SCRAM_PORT).replaceAll(":.*", "");
    return "%s %s %s\n%s %s %s %s\n"
        .formatted(
            address(),
            names.service(names.ticdcApi()),
            names.service(names.elasticsearch() + "-es-http"),
            SHARED_ADDRESS,
            names.tidbHost(),
            kafka,
            brokerHost());
  }
}
