import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The least a Java consumer can do: RawClient SERVERS TOPIC GROUP COUNT count|lines. It counts
 * bytes, or writes each value and a newline to stdout after each poll. After half of the messages
 * and at the end it prints its CPU time and its age.
 */
final class RawClient {
  public static void main(String[] args) throws Exception {
    long count = Long.parseLong(args[3]);
    boolean lines = args[4].equals("lines");
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", args[0],
            "group.id", args[2],
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "true",
            "max.poll.records", "2000",
            "receive.buffer.bytes", "-1",
            "fetch.max.bytes", "2097152");
    byte[] block = new byte[4 * 1024 * 1024];
    long seen = 0;
    long bytes = 0;
    long marked = 0;
    try (var consumer =
        new KafkaConsumer<>(
            properties, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
      consumer.subscribe(List.of(args[1]));
      while (seen < count) {
        int length = 0;
        for (var message : consumer.poll(Duration.ofMillis(100))) {
          ByteBuffer value = message.value();
          int size = value.remaining();
          bytes += size;
          seen++;
          if (lines) {
            System.arraycopy(
                value.array(), value.arrayOffset() + value.position(), block, length, size);
            length += size;
            block[length++] = '\n';
          }
        }
        if (length > 0) {
          out.write(block, 0, length);
        }
        if (marked == 0 && seen >= count / 2) {
          marked = seen;
          System.err.println("cpu " + seen + " " + used());
        }
      }
    }
    System.err.println("cpu " + seen + " " + used() + " bytes " + bytes);
  }

  /** CPU time and age of this process in seconds. */
  private static String used() {
    ProcessHandle.Info info = ProcessHandle.current().info();
    long age = System.currentTimeMillis() - info.startInstant().orElseThrow().toEpochMilli();
    return info.totalCpuDuration().orElseThrow().toNanos() / 1e9 + " " + age / 1000.0;
  }
}
