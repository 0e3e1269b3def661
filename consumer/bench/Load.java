import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Produces Canal-JSON like TiCDC v8.5, about 550 bytes per message: Load SERVERS TOPIC PARTITIONS
 * COUNT [RATE [CODEC]]. Without a rate, or with 0, at full speed. Each row has the time it was sent
 * in its column sent_ns, for the latency test.
 */
final class Load {
  private static final String[] TABLES = {"orders", "order_items", "customers", "payments"};
  private static final String[] TYPES = {"INSERT", "INSERT", "UPDATE", "UPDATE", "DELETE"};

  public static void main(String[] args) throws Exception {
    String topic = args[1];
    int partitions = Integer.parseInt(args[2]);
    long count = Long.parseLong(args[3]);
    long rate = args.length > 4 ? Long.parseLong(args[4]) : 0;
    String codec = args.length > 5 ? args[5] : "none";
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
    System.out.println("topic created"); // an earlier consumer would auto-create another one
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", args[0],
            "linger.ms", rate == 0 ? 20 : rate > 5000 ? 5 : 0,
            "batch.size", 131072,
            "compression.type", codec,
            "max.in.flight.requests.per.connection", 1);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      send(producer, topic, partitions, count, rate);
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int partitions, long count, long rate) {
    Random random = new Random(1);
    long ts = System.currentTimeMillis() << 18;
    long start = System.nanoTime();
    for (long i = 0; i < count; i++) {
      if (rate > 0) {
        long due = start + i * 1_000_000_000L / rate;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
        }
        ts = System.currentTimeMillis() << 18;
      }
      String message = row(random, i, ++ts);
      int partition = (int) (i % partitions);
      producer.send(record(topic, partition, message));
      if (i % 10_000 == 9_999) {
        for (int p = 0; p < partitions; p++) {
          producer.send(record(topic, p, watermark(ts)));
        }
      }
    }
    producer.flush();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int partition, String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, partition, new byte[0], value);
  }

  private static String row(Random random, long id, long ts) {
    String type = TYPES[random.nextInt(TYPES.length)];
    String data = data(random, id, "PAID");
    String old = type.equals("UPDATE") ? "[{\"status\":\"NEW\"}]" : "null";
    String[] types = {
      "\"id\":\"bigint\"", "\"customer_id\":\"bigint\"", "\"status\":\"varchar\"",
      "\"price\":\"decimal\"", "\"sent_ns\":\"bigint\"", "\"note\":\"varchar\""
    };
    for (int i = types.length - 1; i > 0; i--) { // TiCDC's order is random
      int j = random.nextInt(i + 1);
      String swap = types[i];
      types[i] = types[j];
      types[j] = swap;
    }
    return "{\"id\":0,\"database\":\"shop\",\"table\":\""
        + TABLES[random.nextInt(TABLES.length)]
        + "\",\"pkNames\":[\"id\"],\"isDdl\":false,\"type\":\""
        + type
        + "\",\"es\":"
        + (ts >> 18)
        + ",\"ts\":"
        + ((ts >> 18) + 120)
        + ",\"sql\":\"\",\"sqlType\":{\"id\":-5,\"customer_id\":-5,\"status\":12,\"price\":3,"
        + "\"sent_ns\":-5,\"note\":12},\"mysqlType\":{"
        + String.join(",", types)
        + "},\"old\":"
        + old
        + ",\"data\":["
        + data
        + "],\"_tidb\":{\"commitTs\":"
        + ts
        + "}}";
  }

  private static String data(Random random, long id, String status) {
    return "{\"id\":\""
        + id
        + "\",\"customer_id\":\""
        + random.nextInt(1_000_000)
        + "\",\"status\":\""
        + status
        + "\",\"price\":\""
        + random.nextInt(1000)
        + ".90\",\"sent_ns\":\""
        + System.nanoTime()
        + "\",\"note\":\"wrapped, to be left with the neighbours\"}";
  }

  private static String watermark(long ts) {
    return "{\"id\":0,\"database\":\"\",\"table\":\"\",\"pkNames\":null,\"isDdl\":false,"
        + "\"type\":\"TIDB_WATERMARK\",\"es\":"
        + (ts >> 18)
        + ",\"ts\":0,\"sql\":\"\",\"sqlType\":null,\"mysqlType\":null,\"data\":null,\"old\":null,"
        + "\"_tidb\":{\"watermarkTs\":"
        + ts
        + "}}";
  }
}
