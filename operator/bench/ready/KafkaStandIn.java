import io.cdcpipeline.operator.remote.Tso;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * A Kafka broker's side of Kafka's protocol, in Kafka's own classes, as far as the operator uses it:
 * logins by SCRAM, topics that are empty, and offsets that consumers commit with a watermark of now.
 */
final class KafkaStandIn {
  private final Calls calls;
  private final ScramLogins logins;
  private final int port;

  /** @param passwords of users */
  KafkaStandIn(String address, int port, UnaryOperator<String> passwords, Calls calls)
      throws IOException {
    this.calls = calls;
    this.port = port;
    logins = new ScramLogins(passwords);
    new TcpListener("kafka", address, port, () -> calls.count("Kafka connection"), this::converse);
  }

  private void converse(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      var login = logins.start();
      while (true) {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        answer(ByteBuffer.wrap(bytes), login, out);
      }
    } catch (IOException e) {
      // The client has gone away.
    } catch (Exception | Error e) {
      e.printStackTrace(); // a request that is not known here: pipelines do not get ready
    }
  }

  private void answer(ByteBuffer bytes, ScramLogins.Login login, DataOutputStream out)
      throws Exception {
    var header = RequestHeader.parse(bytes);
    short version = header.apiVersion();
    var request =
        AbstractRequest.parseRequest(header.apiKey(), version, new ByteBufferAccessor(bytes)).request;
    calls.count("Kafka " + header.apiKey().name);
    var head = header.toResponseHeader();
    var first = MessageUtil.toByteBufferAccessor(head.data(), head.headerVersion()).buffer();
    var second = MessageUtil.toByteBufferAccessor(response(request.data(), login), version).buffer();
    out.writeInt(first.remaining() + second.remaining());
    out.write(bytes(first));
    out.write(bytes(second));
    out.flush();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private ApiMessage response(ApiMessage request, ScramLogins.Login login) throws Exception {
    return login
        .response(request)
        .orElseGet(() -> KafkaAnswers.to(request, () -> host(login), port, committed()));
  }

  /** Of the only broker, as a pipeline's own Kafka names it. */
  private static String host(ScramLogins.Login login) {
    return ReadyPipeline.ofConsumer(login.user()).brokerHost();
  }

  /** What the consumer of this project commits with an offset. */
  private static String committed() {
    long now = Tso.of(Instant.now());
    return "cdc1 watermark=%d from=0 window=30000".formatted(now);
  }
}
