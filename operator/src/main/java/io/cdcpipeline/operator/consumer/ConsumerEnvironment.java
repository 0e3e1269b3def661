package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.RedactionMethod;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The consumer's environment variables, its whole interface to the operator. */
final class ConsumerEnvironment {
  static final String CONFIG_FOLDER = "/etc/cdc/config";
  static final String KAFKA_FOLDER = "/etc/cdc/kafka";
  static final String CA_FOLDER = "/etc/cdc/kafka-ca";
  static final String KEY_FOLDER = "/etc/cdc/redact-key";

  /** Kubelet puts its content into the pod's status when the container ends. */
  private static final String TERMINATION_MESSAGE = "/dev/termination-log";

  /** With it, a replay waits for what it has written to be found. */
  static final String REPLAY_ID = "REPLAY_ID";

  /** What the consumer fetches by default; larger messages have to be allowed. */
  private static final int DEFAULT_FETCH_BYTES = 1_048_588;

  /** What a template must not set: everything that is set here, for whatever spec. */
  static final String[] OWNED = {
    "KAFKA_BOOTSTRAP_SERVERS",
    "KAFKA_TOPIC",
    "KAFKA_GROUP_ID",
    "KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SASL_MECHANISM",
    "KAFKA_USERNAME",
    "KAFKA_PASSWORD_FILE",
    "KAFKA_CA_FILE",
    "KAFKA_CLIENT_SSL_KEYSTORE_*",
    "KAFKA_CLIENT_MAX_PARTITION_FETCH_BYTES",
    "DEAD_LETTER_TOPIC",
    "TABLES",
    "METRICS_PORT",
    "JDK_JAVA_OPTIONS",
    "REDACT_*",
    "REPLAY_*",
    "PIPELINE_*",
  };

  private ConsumerEnvironment() {}

  static List<Map<String, Object>> of(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var spec = pipeline.getSpec();
    var env = new ArrayList<Map<String, Object>>();
    source(pipeline, env);
    env.add(value("KAFKA_GROUP_ID", names.consumerGroup()));
    env.add(value("DEAD_LETTER_TOPIC", KafkaEndpoint.deadLetterTopic(pipeline)));
    env.add(value("TABLES", tables(spec.changefeed().tables())));
    lines(pipeline, ConsumerMemory.of(spec), env);
    env.add(value("METRICS_PORT", String.valueOf(ResourceNames.METRICS_PORT)));
    return env;
  }

  /** Of a replay: the same lines, without a group, dead letters or metrics. */
  static List<Map<String, Object>> ofReplay(CdcPipeline pipeline, ReplayPlan plan) {
    var env = new ArrayList<Map<String, Object>>();
    source(pipeline, env);
    env.add(value("REPLAY_FROM", plan.from()));
    env.add(value("REPLAY_TO", plan.to().toString()));
    if (!plan.bounds().isEmpty()) {
      env.add(value("REPLAY_BOUNDS", joined(plan.bounds().stream().map(Instant::toString))));
    }
    if (!plan.tables().isEmpty()) {
      env.add(value("REPLAY_TABLES", joined(plan.tables().stream())));
    }
    if (pipeline.getSpec().search().enabled()) {
      env.add(ofPod(REPLAY_ID, "metadata.uid"));
    }
    env.add(value("REPLAY_RESULT_FILE", TERMINATION_MESSAGE));
    lines(pipeline, ConsumerMemory.ofReplay(pipeline.getSpec()), env);
    return env;
  }

  private static void source(CdcPipeline pipeline, List<Map<String, Object>> env) {
    kafka(KafkaEndpoint.forConsumer(pipeline), env);
    env.add(value("KAFKA_TOPIC", KafkaEndpoint.topic(pipeline)));
  }

  private static void lines(
      CdcPipeline pipeline, ConsumerMemory memory, List<Map<String, Object>> env) {
    var spec = pipeline.getSpec();
    if (spec.changefeed().maxMessageBytes() > DEFAULT_FETCH_BYTES) {
      var bytes = spec.changefeed().maxMessageBytes().toString();
      env.add(value("KAFKA_CLIENT_MAX_PARTITION_FETCH_BYTES", bytes));
    }
    int heap = memory.heap();
    if (heap > ConsumerMemory.IMAGE_HEAP) {
      env.add(value("JDK_JAVA_OPTIONS", "-Xmx" + heap + "m"));
    }
    env.add(value("REDACT_FILE", CONFIG_FOLDER + "/" + ConsumerConfigMap.REDACT_FILE));
    if (hashes(pipeline)) {
      env.add(value("REDACT_KEY_FILE", KEY_FOLDER + "/password"));
    }
    env.add(value("PIPELINE_NAMESPACE", pipeline.getMetadata().getNamespace()));
    env.add(value("PIPELINE_NAME", pipeline.getMetadata().getName()));
  }

  private static void kafka(KafkaEndpoint kafka, List<Map<String, Object>> env) {
    env.add(value("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
    env.add(value("KAFKA_SECURITY_PROTOCOL", kafka.securityProtocol()));
    if (kafka.passwordSecret() != null) {
      var secret = kafka.passwordSecret();
      env.add(
          kafka.username() != null
              ? value("KAFKA_USERNAME", kafka.username())
              : fromSecret("KAFKA_USERNAME", secret, "username", false));
      env.add(fromSecret("KAFKA_SASL_MECHANISM", secret, "mechanism", true));
      env.add(value("KAFKA_PASSWORD_FILE", KAFKA_FOLDER + "/password"));
    }
    if (kafka.caSecret() != null) {
      env.add(value("KAFKA_CA_FILE", CA_FOLDER + "/ca.crt"));
    }
    if (kafka.clientCertificate() != null) {
      var client = kafka.clientCertificate();
      env.add(value("KAFKA_CLIENT_SSL_KEYSTORE_TYPE", "PEM"));
      env.add(
          fromSecret(
              "KAFKA_CLIENT_SSL_KEYSTORE_CERTIFICATE_CHAIN",
              client.secret(),
              client.certificateKey(),
              false));
      env.add(
          fromSecret("KAFKA_CLIENT_SSL_KEYSTORE_KEY", client.secret(), client.privateKey(), false));
    }
  }

  /** Whether any redaction needs the key of the keyed hash. */
  static boolean hashes(CdcPipeline pipeline) {
    var rules = pipeline.getSpec().consumer().redact();
    return rules != null && rules.stream().anyMatch(r -> r.method() == RedactionMethod.HASH);
  }

  /** Only for fully named tables can counters exist before the first change. */
  private static String tables(List<String> rules) {
    return joined(rules.stream().filter(r -> r.chars().noneMatch(c -> "!*?[/".indexOf(c) >= 0)));
  }

  private static String joined(Stream<String> items) {
    return items.collect(Collectors.joining(","));
  }

  private static Map<String, Object> fromSecret(
      String name, String secret, String key, boolean optional) {
    var reference = new java.util.TreeMap<String, Object>(Map.of("name", secret, "key", key));
    if (optional) {
      reference.put("optional", true);
    }
    return Map.of("name", name, "valueFrom", Map.of("secretKeyRef", reference));
  }

  private static Map<String, Object> ofPod(String name, String field) {
    var reference = Map.of("apiVersion", "v1", "fieldPath", field);
    return Map.of("name", name, "valueFrom", Map.of("fieldRef", reference));
  }

  private static Map<String, Object> value(String name, String value) {
    return Map.of("name", name, "value", value);
  }
}
