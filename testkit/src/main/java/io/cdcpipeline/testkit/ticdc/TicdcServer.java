package io.cdcpipeline.testkit.ticdc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * TiCDC's Open API v2 over HTTP or HTTPS with the behaviour of one of its two architectures,
 * including status codes and error bodies. Source: pingcap/ticdc and pingcap/tiflow v8.5.7.
 */
public final class TicdcServer implements AutoCloseable {
  private static final int REMEMBERED_CALLS = 10_000;

  private volatile HttpServer http;
  private final ExecutorService threads;
  private final Changefeeds changefeeds;
  private final Faults faults = new Faults();
  private final Deque<String> calls = new ArrayDeque<>();
  private final OpenApi api;

  /** A server on a free port of 127.0.0.1 that stores nothing. */
  public TicdcServer(Architecture architecture, ChangefeedEngine engine, Clock clock) {
    this(
        architecture,
        engine,
        clock,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A server that stores its changefeeds in the directory and resumes them when it starts.
   *
   * @param tls with which it serves HTTPS from the start, as after {@link #secure}
   */
  public TicdcServer(
      Architecture architecture,
      ChangefeedEngine engine,
      Clock clock,
      InetSocketAddress bind,
      Optional<Path> directory,
      Optional<SSLContext> tls) {
    changefeeds = new Changefeeds(architecture, engine, clock, new ChangefeedStore(directory));
    api = new OpenApi(architecture, engine, changefeeds, clock);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fake-ticdc");
              thread.setDaemon(true);
              return thread;
            });
    http = tls.map(own -> Listening.mutual(bind, own)).orElseGet(() -> Listening.plain(bind));
    changefeeds.restart();
    serve();
  }

  /**
   * Restarts the API on its port with this certificate and these authorities, and demands a
   * certificate of each client, as with {@code security.mtls}.
   */
  public void secure(SSLContext tls) {
    InetSocketAddress address = http.getAddress();
    http.stop(0);
    http = Listening.mutual(address, tls);
    serve();
  }

  private void serve() {
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  public URI uri() {
    InetSocketAddress address = http.getAddress();
    String scheme = http instanceof HttpsServer ? "https://" : "http://";
    return URI.create(scheme + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  public int port() {
    return http.getAddress().getPort();
  }

  public Faults faults() {
    return faults;
  }

  /** The last calls as "METHOD path", oldest first. */
  public List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  public void clearCalls() {
    synchronized (calls) {
      calls.clear();
    }
  }

  /**
   * If false, there is no coordinator (new) or it is not ready (classic), and every call is
   * rejected.
   */
  public void initialised(boolean is) {
    api.initialised(is);
  }

  public void healthy(boolean is) {
    api.healthy(is);
  }

  /** How long after a pause the old state is still reported. */
  public void settle(Duration delay) {
    changefeeds.settle(delay);
  }

  /** Data before this timestamp has been garbage-collected. */
  public void gcSafepoint(long tso) {
    changefeeds.gcSafepoint(tso);
  }

  /** Forces a changefeed into a state that it could also reach by itself. */
  public void force(String id, String state, Optional<TicdcError> error) {
    changefeeds.force(id, state, error);
  }

  /** Changes a sink as another client would with the CLI. */
  public void edit(String id, String sinkUri) {
    changefeeds.edit(id, sinkUri);
  }

  /** Removes a changefeed as another client would with the CLI. */
  public void remove(String id) {
    changefeeds.remove(id);
  }

  /** The unmasked sink URI a changefeed runs with. */
  public String sinkUri(String id) {
    return changefeeds.get(id).sinkUri;
  }

  /** The start timestamps of all changefeeds ever created, in order. */
  public List<Long> starts() {
    return changefeeds.starts();
  }

  /** The actual state and checkpoint, without the delay with which a pause is reported. */
  public String state(String id) {
    return changefeeds.get(id).state;
  }

  public long checkpointTs(String id) {
    return changefeeds.get(id).checkpointTs;
  }

  public List<String> ids() {
    return changefeeds.all().stream().map(feed -> feed.id).toList();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    changefeeds.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Optional<Answer> answer = exchange(exchange.getRequestMethod(), exchange.getRequestURI(), body);
    if (answer.isPresent()) {
      byte[] bytes = answer.get().body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.get().contentType());
      exchange.sendResponseHeaders(answer.get().status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
    exchange.close();
  }

  /** The answer to a call; empty when a fault drops the connection. */
  Optional<Answer> exchange(String method, URI uri, byte[] body) {
    remember(method + " " + uri.getPath());
    Optional<Fault> fault = faults.take(method, uri.getPath());
    Answer answer = answer(fault, method, uri, body);
    return fault.filter(Fault::drop).isPresent() ? Optional.empty() : Optional.of(answer);
  }

  private Answer answer(Optional<Fault> fault, String method, URI uri, byte[] body) {
    fault.ifPresent(f -> sleep(f.delay()));
    if (fault.isPresent() && fault.get().before()) {
      return fault.get().answer().map(Answer::error).orElse(Answer.json(200, "{}"));
    }
    Answer real = api.answer(method, uri, body);
    return fault.flatMap(Fault::answer).map(Answer::error).orElse(real);
  }

  private void remember(String call) {
    synchronized (calls) {
      if (calls.size() == REMEMBERED_CALLS) {
        calls.removeFirst();
      }
      calls.addLast(call);
    }
  }

  private static void sleep(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
