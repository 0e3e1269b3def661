package io.cdcpipeline.cli.connect;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A port of this machine, for this machine alone, whose connections lead to a port of a pod: each
 * over a websocket of the API server. The client library's own forward loses what is sent while a
 * message is on its way (JdkWebSocketImpl of 7.8.0 then only returns false).
 */
final class Forward implements AutoCloseable {
  private static final String PROTOCOL = "v4.channel.k8s.io";
  private static final byte DATA = 0;
  private static final long MOMENT_NANOS = 100_000;
  private static final int NORMAL = 1000;

  private final KubernetesClient client;
  private final URI pod;
  private final ServerSocket port;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /**
   * Opens the port.
   *
   * @param pod the URI of the pod's subresource
   * @param localPort 0: any that is free
   * @throws IOException if it is taken
   */
  Forward(KubernetesClient client, URI pod, int localPort) throws IOException {
    this.client = client;
    this.pod = pod;
    port = new ServerSocket(localPort, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  InetAddress address() {
    return port.getInetAddress();
  }

  int port() {
    return port.getLocalPort();
  }

  /** Why connections did not come to the pod, so far. */
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  private void accept() {
    try {
      while (true) {
        var connection = port.accept();
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      return; // It is closed.
    }
  }

  private void serve(Socket connection) {
    connections.add(connection);
    try (connection) {
      var answers = new ForwardedAnswers(connection, failures::add);
      var socket =
          client
              .getHttpClient()
              .newWebSocketBuilder()
              .uri(pod)
              .subprotocol(PROTOCOL)
              .buildAsync(answers)
              .join();
      pump(connection, socket, answers);
      socket.sendClose(NORMAL, "");
    } catch (CompletionException e) {
      failures.add(e);
    } catch (IOException e) {
      return; // One side has gone, and the connection with it.
    } finally {
      connections.remove(connection);
    }
  }

  private static void pump(Socket connection, WebSocket socket, ForwardedAnswers answers)
      throws IOException {
    var message = new byte[16 * 1024];
    message[0] = DATA;
    var in = connection.getInputStream();
    for (int n = in.read(message, 1, message.length - 1);
        n >= 0;
        n = in.read(message, 1, message.length - 1)) {
      // Refused while the message before is on its way.
      while (!socket.send(ByteBuffer.wrap(message, 0, n + 1))) {
        if (answers.ended()) {
          return;
        }
        LockSupport.parkNanos(MOMENT_NANOS);
      }
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "forward");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    port.close();
    for (var connection : connections) {
      connection.close();
    }
  }
}
