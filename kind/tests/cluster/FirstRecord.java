import java.io.FileReader;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A client on the laptop: reads a record of a topic with the settings that `make kafka` wrote. */
class FirstRecord {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  public static void main(String[] args) throws Exception {
    var settings = new Properties();
    try (var file = new FileReader(args[0])) {
      settings.load(file);
    }
    var text = new StringDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, text, text)) {
      var partitions =
          consumer.partitionsFor(args[1], PATIENCE).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        for (var row : consumer.poll(Duration.ofSeconds(1))) {
          System.out.println(row.value());
          return;
        }
      }
    }
    System.err.println("no record in " + args[1] + " within " + PATIENCE.toSeconds() + " s");
    System.exit(1);
  }
}
