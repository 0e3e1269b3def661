package io.cdcpipeline.testkit.apiserver;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API server in whose cluster ports of pods can be forwarded over websockets (subprotocol {@code
 * v4.channel.k8s.io}). It is a server of its own in front of an {@link ApiServer}, which answers
 * everything else, because the JDK's HTTP server cannot change protocols.
 */
public final class PortForwards implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile(
          "GET (/api/v1/namespaces/[^/]+/pods/([^/]+)/portforward)\\?ports=(\\d+) HTTP/1\\.1");

  private final ApiServer api;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool(PortForwards::daemon);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Set<PortForward> open = ConcurrentHashMap.newKeySet();
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private volatile int backend;

  public PortForwards(ApiServer api) throws IOException {
    this.api = api;
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "port-forwards");
    thread.setDaemon(true);
    return thread;
  }

  /** From now on every port of every pod is this port of loopback. */
  public void to(int port) {
    backend = port;
  }

  /** The kubeconfig of the API server, with this one's address. */
  public String kubeconfig() {
    return api.kubeconfig().replace(api.url(), "http://127.0.0.1:" + socket.getLocalPort());
  }

  /** What was asked for so far, as shop-tidb-0:4000. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  /** How many connections are forwarded at present. */
  public int open() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      threads.shutdownNow(); // It is closed.
    }
  }

  private void serve(Socket client) {
    connections.add(client);
    try (client) {
      client.setTcpNoDelay(true);
      HttpHead head = HttpHead.read(client.getInputStream());
      Matcher request = REQUEST.matcher(head.firstLine());
      if (request.matches()) {
        forward(request, head, client);
      } else if (!head.firstLine().isEmpty()) {
        relay(head, client);
      }
    } catch (IOException e) {
      return; // Client or backend has gone, and the connection with it.
    } finally {
      connections.remove(client);
    }
  }

  private void forward(Matcher request, HttpHead head, Socket client) throws IOException {
    RequestLog.Entry entry =
        new RequestLog.Entry("get", "pods", request.group(2), "", request.group(1), 101);
    api.requests().add(entry);
    RequestFault fault = api.faults().of(entry);
    if (!head.value("Authorization").equals("Bearer " + api.token())) {
      refuse(client, ApiError.plain(401, "Unauthorized", "Unauthorized"));
      return;
    }
    if (fault != RequestFault.NONE) {
      refuse(client, fault.error(entry));
      return;
    }
    targets.add(request.group(2) + ":" + request.group(3));
    PortForward forward =
        new PortForward(
            client, Integer.parseInt(request.group(3)), InetAddress.getLoopbackAddress());
    open.add(forward);
    try {
      forward.run(head.value("Sec-WebSocket-Key"), backend);
    } finally {
      open.remove(forward);
    }
  }

  private static void refuse(Socket client, ApiError error) throws IOException {
    HttpHead.answer(client.getOutputStream(), error.code(), Serialization.asJson(error.toStatus()));
  }

  /** One request and its answer, after which both connections are closed. */
  private void relay(HttpHead head, Socket client) throws IOException {
    try (Socket server =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(api.url()).getPort())) {
      connections.add(server);
      head.closing().writeTo(server.getOutputStream());
      threads.execute(() -> copy(client, server));
      HttpHead.read(server.getInputStream()).closing().writeTo(client.getOutputStream());
      server.getInputStream().transferTo(client.getOutputStream());
      connections.remove(server);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return; // The answer has ended, and the connections with it.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
