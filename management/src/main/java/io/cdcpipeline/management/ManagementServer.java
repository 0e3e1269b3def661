package io.cdcpipeline.management;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves /metrics, /livez and /readyz, and runs commands. Anybody who reaches the port could
 * otherwise have the process restarted for a failed probe: the JDK's server gives a thread to each
 * client that sends half a request. Here one thread serves all connections, none of which it ever
 * waits for, and answers /livez itself; two others make the rest.
 */
public final class ManagementServer implements AutoCloseable {
  /** Beyond this the oldest connection is closed. */
  private static final int MAX_CONNECTIONS = 256;

  private static final int WORKERS = 2;
  private static final int MAX_WAITING = 16;
  private static final long DEADLINE_CHECK_MILLIS = 500;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private record Answered(Connection connection, Response response) {}

  private final Probe live;
  private final Probe ready;
  private final Metrics metrics;
  private final Commands commands;
  private final Consumer<RuntimeException> failures;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_WAITING),
          work -> daemon(work, "management-worker"));

  /**
   * Listens at once, for no commands.
   *
   * @param address port 0 picks a free one
   * @param failures told of what a probe or a scrape throws
   * @throws IOException when it cannot listen there
   */
  public ManagementServer(
      InetSocketAddress address,
      Probe live,
      Probe ready,
      Metrics metrics,
      Consumer<RuntimeException> failures)
      throws IOException {
    this(address, live, ready, metrics, Commands.NONE, failures);
  }

  /**
   * Listens at once.
   *
   * @param address port 0 picks a free one
   * @param commands what else may be asked for
   * @param failures told of what a probe or a scrape throws
   * @throws IOException when it cannot listen there
   */
  public ManagementServer(
      InetSocketAddress address,
      Probe live,
      Probe ready,
      Metrics metrics,
      Commands commands,
      Consumer<RuntimeException> failures)
      throws IOException {
    this.live = live;
    this.ready = ready;
    this.metrics = metrics;
    this.commands = commands;
    this.failures = failures;
    server = ServerSocketChannel.open();
    try {
      server.bind(address);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    server.configureBlocking(false);
    selector = Selector.open();
    server.register(selector, SelectionKey.OP_ACCEPT);
    daemon(this::run, "management").start();
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  public int port() {
    return server.socket().getLocalPort();
  }

  private void run() {
    while (selector.isOpen()) {
      try {
        selector.select(this::serve, DEADLINE_CHECK_MILLIS);
        for (var next = answered.poll(); next != null; next = answered.poll()) {
          respond(next.connection(), next.response());
        }
        connections.stream().filter(Connection::isExpired).forEach(Connection::close);
        connections.removeIf(connection -> !connection.isOpen());
      } catch (ClosedSelectorException e) {
        break;
      } catch (IOException e) {
        LockSupport.parkNanos(PAUSE_NANOS); // Out of file descriptors, most likely.
      }
    }
    connections.forEach(Connection::close);
  }

  private void serve(SelectionKey key) {
    var connection = (Connection) key.attachment();
    try {
      if (connection == null) {
        accept();
      } else if (key.isWritable()) {
        connection.write();
      } else if (connection.read()) {
        answer(connection);
      }
    } catch (IOException | CancelledKeyException e) {
      if (connection == null) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } else {
        connection.close();
      }
    }
  }

  private void accept() throws IOException {
    var channel = server.accept();
    if (channel == null) {
      return;
    }
    channel.configureBlocking(false);
    var key = channel.register(selector, SelectionKey.OP_READ);
    var connection = new Connection(channel, key);
    key.attach(connection);
    if (connections.size() >= MAX_CONNECTIONS) {
      var oldest = connections.iterator().next();
      oldest.close();
      connections.remove(oldest);
    }
    connections.add(connection);
  }

  private void answer(Connection connection) throws IOException {
    var request = connection.request();
    if (request == null) {
      connection.respond(connection.isTooLarge() ? Response.TOO_LARGE : Response.BAD_REQUEST);
      return;
    }
    switch (request.path()) {
      case "/livez" -> connection.respond(read(request, live::answer));
      case "/readyz" -> inBackground(connection, () -> read(request, ready::answer));
      case "/metrics" -> inBackground(connection, () -> read(request, () -> scrape(request)));
      default -> connection.respond(run(request));
    }
  }

  private Response run(Request request) {
    return request.method().equals("POST") && commands.run(request.path())
        ? Response.DONE
        : Response.NOT_FOUND;
  }

  private Response read(Request request, Supplier<Response> answer) {
    if (!request.isRead()) {
      return Response.NOT_ALLOWED;
    }
    try {
      return answer.get();
    } catch (RuntimeException e) {
      failures.accept(e);
      return Response.FAILED;
    }
  }

  private Response scrape(Request request) {
    var exposition = metrics.scrape(request.accept());
    return new Response(200, exposition.contentType(), exposition.body());
  }

  private void inBackground(Connection connection, Supplier<Response> work) throws IOException {
    try {
      workers.execute(
          () -> {
            answered.add(new Answered(connection, work.get()));
            selector.wakeup();
          });
    } catch (RejectedExecutionException e) {
      connection.respond(Response.BUSY);
    }
  }

  private static void respond(Connection connection, Response response) {
    try {
      connection.respond(response);
    } catch (IOException | CancelledKeyException e) {
      connection.close();
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    try {
      server.close();
      selector.close();
    } catch (IOException e) {
      // They are closed all the same.
    }
  }
}
