import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * What a Spring user would write, with all defaults: SpringListener SERVERS TOPIC GROUP COUNT. One
 * listener call per record, Jackson's tree model, one line to System.out.
 */
@Configuration
@EnableKafka
public class SpringListener {
  private static final CountDownLatch DONE = new CountDownLatch(1);
  private static String[] arguments;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Long> counts = new HashMap<>();
  private final long count = Long.parseLong(arguments[3]);
  private long seen;

  public static void main(String[] args) throws Exception {
    arguments = args;
    System.setProperty("topic", args[1]);
    var context = new AnnotationConfigApplicationContext(SpringListener.class);
    DONE.await();
    context.close();
    System.exit(0);
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", arguments[0],
            "group.id", arguments[2],
            "auto.offset.reset", "earliest",
            "key.deserializer", StringDeserializer.class,
            "value.deserializer", StringDeserializer.class);
    var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(properties));
    return factory;
  }

  @KafkaListener(topics = "${topic}")
  void onChange(ConsumerRecord<String, String> message) throws Exception {
    JsonNode change = json.readTree(message.value());
    String type = change.get("type").asText();
    if (!type.equals("TIDB_WATERMARK")) {
      counts.merge(change.get("table").asText() + "/" + type, 1L, Long::sum);
      ObjectNode line = json.createObjectNode();
      line.put("@timestamp", Instant.ofEpochMilli(change.get("es").asLong()).toString());
      line.put("op", type);
      line.set("database", change.get("database"));
      line.set("table", change.get("table"));
      line.put("topic", message.topic());
      line.put("partition", message.partition());
      line.put("offset", message.offset());
      line.set("data", change.get("data").get(0));
      line.set("old", change.get("old").isNull() ? change.get("old") : change.get("old").get(0));
      System.out.println(json.writeValueAsString(line));
    }
    if (++seen == count) {
      DONE.countDown();
    }
  }
}
