package io.cdcpipeline.shop.http;

import io.cdcpipeline.shop.config.ConfigException;
import io.cdcpipeline.shop.config.ShopSettings;
import io.cdcpipeline.shop.database.Database;
import io.cdcpipeline.shop.service.Customers;
import io.cdcpipeline.shop.service.Logins;
import io.cdcpipeline.shop.service.Orders;
import io.cdcpipeline.shop.service.Products;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop's HTTP server. */
public final class ShopServer implements AutoCloseable {
  /** Beside those that serve requests: Jetty's own, refusals, probes and scrapes. */
  private static final int MORE_THREADS = 16;

  private static final int LARGEST_BODY = 64 * 1024;
  private static final long DRAIN_MS = 5000;

  private static final Logger log = LoggerFactory.getLogger(ShopServer.class);

  private final Javalin javalin;

  private ShopServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Listens at once, whether the database is there or not.
   *
   * @param trouble why the shop is not ready, empty when it is
   * @throws ConfigException when the address cannot be listened on
   */
  public static ShopServer start(
      ShopSettings settings,
      Database database,
      PrometheusMeterRegistry metrics,
      Supplier<Optional<String>> trouble) {
    ShopRoutes shop =
        new ShopRoutes(
            new Logins(database),
            new Products(database),
            new Orders(database),
            new Customers(database));
    ManagementRoutes management = new ManagementRoutes(metrics, trouble);
    RequestLimit limit = new RequestLimit(settings.maxRequests(), metrics);
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, settings, new RequestObserver(metrics));
              routes(config.routes, shop, management, limit);
            });
    try {
      return new ShopServer(javalin.start(settings.httpHost(), settings.httpPort()));
    } catch (JavalinBindException e) {
      throw new ConfigException(
          "HTTP_PORT",
          "cannot listen on %s:%d: %s"
              .formatted(settings.httpHost(), settings.httpPort(), e.getMessage()));
    }
  }

  private static void configure(
      JavalinConfig config, ShopSettings settings, RequestObserver observer) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = LARGEST_BODY;
    config.jsonMapper(new JavalinJackson(JsonBody.MAPPER, false));
    config.requestLogger.http(observer::done);
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxRequests() + MORE_THREADS, 8);
    threads.setName("http");
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(
        server -> {
          server.setStopTimeout(DRAIN_MS);
          server.insertHandler(new GracefulHandler());
        });
  }

  private static void routes(
      RoutesConfig routes, ShopRoutes shop, ManagementRoutes management, RequestLimit limit) {
    routes.before(RequestId::assign);
    Failures.register(routes);
    routes.get("/", ctx -> ctx.json(Index.INSTANCE));
    routes.get("/livez", management::alive);
    routes.get("/readyz", management::ready);
    routes.get("/metrics", management::metrics);
    routes.post("/login", limit.around(shop::logIn));
    routes.get("/products", limit.around(shop::listProducts));
    routes.get("/products/{id}", limit.around(shop::getProduct));
    routes.put("/products/{id}/stock", limit.around(shop::setStock));
    routes.post("/orders", limit.around(shop::placeOrder));
    routes.get("/orders/{id}", limit.around(shop::getOrder));
    routes.post("/orders/{id}/cancel", limit.around(shop::cancelOrder));
    routes.put("/customers/{id}/address", limit.around(shop::changeAddress));
  }

  public int port() {
    return javalin.port();
  }

  /** Takes no more requests, and waits a few seconds for those in work. */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      log.atWarn().addKeyValue("error", e.getMessage()).log("requests were cut off at the end");
    }
  }
}
