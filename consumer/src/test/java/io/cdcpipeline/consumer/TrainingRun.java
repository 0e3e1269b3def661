package io.cdcpipeline.consumer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Lets a consumer process read changes from a real broker and ends it with SIGTERM: what the image
 * build runs to fill the AOT cache (JEP 514) with the classes of a real start. Arguments: the
 * consumer's command.
 */
final class TrainingRun {
  private static final int ROUNDS = 2000;
  private static final int EVENTS = 3 * ROUNDS;
  private static final long FIRST_TSO = 450_000_000_000_000_000L;

  private TrainingRun() {}

  public static void main(String[] args) throws Exception {
    Path lines = Files.createTempFile("training", ".jsonl");
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("training", 3);
      produce(broker);
      ProcessBuilder consumer = new ProcessBuilder(List.of(args));
      consumer.redirectError(ProcessBuilder.Redirect.INHERIT).redirectOutput(lines.toFile());
      consumer.environment().put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
      consumer.environment().put("KAFKA_TOPIC", "training");
      consumer.environment().put("KAFKA_GROUP_ID", "training");
      Process process = consumer.start();
      long seen = awaitLines(lines, process);
      process.destroy();
      process.waitFor(60, TimeUnit.SECONDS);
      System.out.println("training: " + seen + " lines");
      System.exit(seen == EVENTS ? 0 : 1);
    }
  }

  private static void produce(KafkaBroker broker) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", "lz4");
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, text, text)) {
      for (int id = 0; id < ROUNDS; id++) {
        long tso = FIRST_TSO + 3L * id;
        send(producer, Messages.insert("shop", "t", id, tso));
        send(producer, Messages.update("shop", "t", id, tso + 1));
        send(producer, Messages.delete("shop", "t", id, tso + 2));
      }
    }
  }

  private static void send(KafkaProducer<String, String> producer, String message) {
    // A lost message shows in the number of lines.
    Future<RecordMetadata> unused = producer.send(new ProducerRecord<>("training", message));
  }

  private static long awaitLines(Path lines, Process process) throws Exception {
    long seen = 0;
    for (int i = 0; i < 300 && seen < EVENTS && process.isAlive(); i++) {
      Thread.sleep(100);
      try (var text = Files.lines(lines)) {
        seen = text.count();
      }
    }
    return seen;
  }
}
