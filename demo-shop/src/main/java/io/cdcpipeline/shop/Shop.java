package io.cdcpipeline.shop;

import io.cdcpipeline.shop.config.LoadSettings;
import io.cdcpipeline.shop.config.ShopSettings;
import io.cdcpipeline.shop.database.Database;
import io.cdcpipeline.shop.database.DatabaseMonitor;
import io.cdcpipeline.shop.http.ShopServer;
import io.cdcpipeline.shop.load.LoadGenerator;
import io.cdcpipeline.shop.service.FirstRows;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.Optional;

/** A running shop: its parts, in the order in which they start. */
final class Shop implements AutoCloseable {
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Database database;
  private final DatabaseMonitor monitor;
  private final ShopServer server;
  private final Optional<LoadGenerator> load;
  private volatile boolean stopping;

  Shop(ShopSettings settings) {
    database = Database.open(settings.sql(), metrics);
    monitor = new DatabaseMonitor(settings.sql(), new FirstRows(settings.loginPassword()));
    // First, because it connects while the server starts.
    monitor.start();
    server = ShopServer.start(settings, database, metrics, this::trouble);
    load = settings.load().map(wanted -> generator(settings, wanted));
    load.ifPresent(LoadGenerator::start);
    Gauge.builder("shop.ready", () -> trouble().isEmpty() ? 1 : 0)
        .description("1 when the database can be used.")
        .register(metrics);
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
  }

  private LoadGenerator generator(ShopSettings settings, LoadSettings wanted) {
    String any = "0.0.0.0";
    String host = settings.httpHost().equals(any) ? "127.0.0.1" : settings.httpHost();
    return new LoadGenerator(
        wanted,
        URI.create("http://%s:%d".formatted(host, server.port())),
        FirstRows.USERNAMES,
        settings.loginPassword().value(),
        () -> trouble().isEmpty(),
        metrics);
  }

  /** Why the shop is not ready, empty when it is. */
  private Optional<String> trouble() {
    return stopping ? Optional.of("the shop is stopping") : monitor.trouble();
  }

  int port() {
    return server.port();
  }

  /** Answers what is in work first; no longer than a few seconds. */
  @Override
  public void close() {
    stopping = true;
    load.ifPresent(LoadGenerator::close);
    server.close();
    monitor.close();
    database.close();
  }
}
