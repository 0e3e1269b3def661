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

/** Connections of the operator itself to brokers that a pipeline names. */
public final class KafkaAdminClients {
  private static final int LOOK_WITHIN_MS = 5_000;

  /** ApiVersions, version 0, correlation id 1, no client id: brokers answer it before a login. */
  private static final byte[] API_VERSIONS = {
    0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff
  };

  private static final int LONGEST_ANSWER = 1024 * 1024;

  private KafkaAdminClients() {}

  /**
   * A client whose every call takes no longer than this.
   *
   * @throws StageException when something else than Kafka answers
   */
  public static Admin open(Map<String, Object> client, int timeoutMs) {
    if (!String.valueOf(client.get("security.protocol")).endsWith("SSL")) {
      for (var server : String.valueOf(client.get("bootstrap.servers")).split(",", -1)) {
        requireKafka(server);
      }
    }
    var properties = new HashMap<>(client);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
    return Admin.create(properties);
  }

  /**
   * Kafka's client takes the first bytes of any answer for a length and allocates it at once: those
   * of TLS or HTTP are hundreds of megabytes, the end of this process and of all other pipelines.
   */
  private static void requireKafka(String server) {
    int colon = server.lastIndexOf(':');
    var address =
        new InetSocketAddress(
            server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    try (var socket = new Socket()) {
      socket.setSoTimeout(LOOK_WITHIN_MS);
      socket.connect(address, LOOK_WITHIN_MS);
      socket.getOutputStream().write(API_VERSIONS);
      int length = new DataInputStream(socket.getInputStream()).readInt();
      if (length < 0 || length > LONGEST_ANSWER) {
        throw new StageException(
            Reason.RemoteError,
            "%s answers, but not as Kafka without TLS does: check the port, or set"
                    .formatted(server)
                + " spec.kafka.existing.tls");
      }
    } catch (IOException e) {
      // Nobody there, or nothing said: the client itself says best what is wrong.
    }
  }
}
