package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The operator's own connections to the brokers of a pipeline. */
public final class KafkaAdminClients {
  private static final int PROBE_TIMEOUT_MS = 5_000;

  /** ApiVersions, version 0, correlation id 1, no client id: brokers answer it before a login. */
  private static final byte[] API_VERSIONS_REQUEST = {
    0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff
  };

  private static final int MAX_RESPONSE_BYTES = 1024 * 1024;

  static {
    ScramProvider.install();
  }

  private KafkaAdminClients() {}

  /** Calls to the brokers, with a client that is closed afterwards. */
  @FunctionalInterface
  public interface Calls<T> {
    T with(Admin admin) throws Exception;
  }

  /**
   * Connects, makes the calls and disconnects.
   *
   * @param properties of {@link KafkaClientProperties}
   * @param timeoutMs for each call, in milliseconds
   * @throws StageException when Kafka does not answer or refuses
   */
  public static <T> T call(Map<String, Object> properties, int timeoutMs, Calls<T> calls) {
    try (var admin = open(properties, timeoutMs)) {
      return calls.with(admin);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw KafkaErrors.of(e, String.valueOf(properties.get("bootstrap.servers")));
    }
  }

  private static Admin open(Map<String, Object> properties, int timeoutMs) {
    if (!String.valueOf(properties.get("security.protocol")).endsWith("SSL")) {
      for (var server : String.valueOf(properties.get("bootstrap.servers")).split(",", -1)) {
        requireKafka(server);
      }
    }
    var all = new HashMap<>(properties);
    all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
    all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
    // Nobody reads the metrics of a client that lives for three calls.
    all.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return Admin.create(all);
  }

  /**
   * Kafka's client takes the first bytes of any answer for a length and allocates that much: for
   * TLS or HTTP it is hundreds of megabytes, which would end this process for all pipelines.
   */
  private static void requireKafka(String server) {
    int colon = server.lastIndexOf(':');
    var address =
        new InetSocketAddress(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    try (var socket = new Socket()) {
      socket.setSoTimeout(PROBE_TIMEOUT_MS);
      socket.connect(address, PROBE_TIMEOUT_MS);
      socket.getOutputStream().write(API_VERSIONS_REQUEST);
      int length = new DataInputStream(socket.getInputStream()).readInt();
      if (length < 0 || length > MAX_RESPONSE_BYTES) {
        throw new StageException(
            Reason.RemoteError,
            "%s answers, but not as Kafka without TLS does: check the port, or set"
                    .formatted(server)
                + " spec.kafka.existing.tls");
      }
    } catch (IOException e) {
      // Nobody listens, or nothing was said: the client's own error describes that best.
    }
  }
}
