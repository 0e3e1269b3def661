package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.cdcpipeline.testkit.http.HttpServers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A Kubernetes API server on loopback, over plain HTTP by default, for one test or one demo; it
 * keeps nothing when it stops.
 */
public final class ApiServer implements AutoCloseable {
  private final ObjectStore store = new ObjectStore();
  private final ResourceTypes types = new ResourceTypes();
  private final RequestLog requests = new RequestLog();
  private final RequestFaults faults = new RequestFaults();
  private final ExecutorService threads;
  private final HttpServer http;
  private final ObjectRegistry registry;
  private final ResourceEndpoint resources;
  private final Pods pods = new Pods();
  private final PodEndpoint podEndpoint = new PodEndpoint(pods, () -> this.stopping);
  private final Discovery discovery = new Discovery(types);
  private final String token = UUID.randomUUID().toString();
  private final String authority;
  private volatile boolean stopping;

  private ApiServer(HttpServer http, String authority) {
    this.http = http;
    this.authority = authority;
    registry = new ObjectRegistry(store, types, Clock.systemUTC());
    SystemNamespace.create(registry, types);
    this.resources = new ResourceEndpoint(store, registry);
    this.threads = Executors.newCachedThreadPool(ApiServer::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "api-server");
    thread.setDaemon(true);
    return thread;
  }

  public static ApiServer start() {
    try {
      return start(HttpServers.unbound(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts on a server that is not bound yet, e.g. one with a certificate.
   *
   * @param authority PEM of the CA that clients trust; "" without TLS
   */
  public static ApiServer start(HttpServer http, String authority) {
    try {
      http.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
      ApiServer server = new ApiServer(http, authority);
      http.setExecutor(server.threads);
      http.createContext("/", server::serve);
      http.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The API server cannot open a port on loopback", e);
    }
  }

  /** What every request has to bear: others may run programs on this machine. */
  public String token() {
    return token;
  }

  public String url() {
    return (http instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + http.getAddress().getPort();
  }

  /** From now on every object of a kind is changed before it is stored, as by a webhook. */
  public void mutate(String kind, Consumer<ObjectNode> change) {
    registry.webhook(
        (written, object) -> {
          if (written.equals(kind)) {
            change.accept(object);
          }
        });
  }

  /** From now on objects can be created only in namespaces that exist, as in a cluster. */
  public void requireNamespaces() {
    registry.requireNamespaces();
  }

  public RequestLog requests() {
    return requests;
  }

  /** The processes in place of pods' containers. */
  public Pods pods() {
    return pods;
  }

  /** The requests that are refused or cut off. */
  public RequestFaults faults() {
    return faults;
  }

  /** Ends every watch; what its watcher has not been sent yet is lost with the connection. */
  public void cutWatches() {
    store.cutWatches();
  }

  /** As after a compaction of etcd: a watch may only start at what is listed from now on. */
  public void compact() {
    store.compact();
  }

  /** A client of this server; it does not retry failing requests for long. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(config()).build();
  }

  /** The same, under a name of its own in {@link #requests}. */
  public KubernetesClient client(String userAgent) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config()).withUserAgent(userAgent).build())
        .build();
  }

  public Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url())
        .withNamespace("default")
        .withOauthToken(token)
        .withCaCertData(authority.isEmpty() ? null : base64(authority))
        .withRequestRetryBackoffLimit(1)
        .build();
  }

  /**
   * A kubeconfig for programs that use {@code KUBECONFIG}. It has a token: write it where only its
   * owner may read. kubectl sends a token only over TLS.
   */
  public String kubeconfig() {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: local
        clusters: [{name: local, cluster: {server: "%s"%s}}]
        users: [{name: local, user: {token: %s}}]
        contexts: [{name: local, context: {cluster: local, user: local, namespace: default}}]
        """;
    String ca = authority.isEmpty() ? "" : ", certificate-authority-data: " + base64(authority);
    return text.formatted(url(), ca, token);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = Request.read(exchange);
      Optional<RequestPath> path = RequestPath.parse(request.path());
      Optional<ResourceType> type = path.flatMap(p -> types.find(p.apiVersion(), p.plural()));
      try {
        authenticate(exchange);
        if (fails(request, path)) {
          return; // and the connection is closed
        }
        if (podEndpoint.answer(request, exchange)) {
          log(request, path, 200);
          return;
        }
        if (type.isPresent() && request.isWatch()) {
          watch(type.get(), path.get(), request, exchange);
          return;
        }
        Response response = answer(type, path, request);
        log(request, path, response.code());
        send(exchange, response.code(), response.body());
      } catch (ApiError e) {
        log(request, path, e.code());
        send(exchange, e.code(), e.toStatus());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        ApiError error = ApiError.plain(500, "InternalError", e.toString());
        log(request, path, error.code());
        send(exchange, error.code(), error.toStatus());
      }
    }
  }

  /**
   * Whether the request is cut off.
   *
   * @throws ApiError if it is refused
   */
  private boolean fails(Request request, Optional<RequestPath> path) {
    RequestLog.Entry entry = entry(request, path, 0);
    RequestFault fault = faults.of(entry);
    if (fault == RequestFault.CUT) {
      log(request, path, 0);
      return true;
    }
    if (fault != RequestFault.NONE) {
      throw fault.error(entry);
    }
    return false;
  }

  private void authenticate(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + token).equals(authorization)) {
      throw ApiError.plain(401, "Unauthorized", "Unauthorized");
    }
  }

  private void watch(ResourceType type, RequestPath path, Request request, HttpExchange exchange)
      throws IOException, InterruptedException {
    if (request.headers().get("Upgrade").equalsIgnoreCase("websocket")) {
      // A response without the upgrade: the client library then falls back to a plain HTTP stream.
      send(exchange, 200, JsonNodeFactory.instance.objectNode());
      return;
    }
    log(request, Optional.of(path), 200);
    new WatchEndpoint(store, () -> stopping).stream(type, path, request, exchange);
  }

  private Response answer(
      Optional<ResourceType> type, Optional<RequestPath> path, Request request) {
    if (type.isPresent()) {
      return resources.handle(type.get(), path.orElseThrow(), request);
    }
    Optional<? extends JsonNode> other =
        request.method().equals("GET") ? discovery.read(request.path()) : Reviews.answer(request);
    if (other.isPresent()) {
      return Response.ok(other.get());
    }
    throw ApiError.noSuchPath();
  }

  private static void send(HttpExchange exchange, int code, JsonNode body) throws IOException {
    byte[] bytes = Serialization.asJson(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void log(Request request, Optional<RequestPath> path, int status) {
    requests.add(entry(request, path, status));
  }

  private static RequestLog.Entry entry(Request request, Optional<RequestPath> path, int status) {
    String name = path.map(RequestPath::name).orElse("");
    String verb =
        switch (request.method()) {
          case "GET" -> request.isWatch() ? "watch" : name.isEmpty() ? "list" : "get";
          case "POST" -> "create";
          case "PUT" -> "update";
          case "PATCH" -> "patch";
          default -> name.isEmpty() ? "deletecollection" : "delete";
        };
    String agent = request.headers().get("User-Agent");
    String resource = path.map(RequestPath::plural).orElse("");
    return new RequestLog.Entry(verb, resource, name, agent, request.path(), status);
  }

  @Override
  public void close() {
    stopping = true;
    http.stop(0);
    threads.shutdownNow();
  }
}
