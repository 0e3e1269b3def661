package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.management.ManagementServer;
import io.cdcpipeline.management.Metrics;
import io.cdcpipeline.management.Probe;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code /metrics}, {@code /livez} and {@code /readyz} show of this consumer. */
final class ConsumerEndpoints implements Metrics {
  private static final Logger log = LoggerFactory.getLogger(ConsumerEndpoints.class);
  private static final String NOT_OK = "not ok";

  private final PrometheusRegistry registry;
  private final ExpositionFormatWriter openMetrics =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build();
  private final ExpositionFormatWriter classic = PrometheusTextFormatWriter.create();

  ConsumerEndpoints(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /**
   * Serves until it is closed.
   *
   * @param address port 0 picks a free one
   */
  ManagementServer serve(InetSocketAddress address, HealthState health) {
    try {
      return new ManagementServer(
          address,
          new Probe(health::isAlive, NOT_OK),
          new Probe(health::isReady, NOT_OK),
          this,
          failure -> log.error("A scrape failed", failure));
    } catch (IOException e) {
      throw new ConfigException(
          "METRICS_PORT", "cannot listen on " + address + ": " + e.getMessage());
    }
  }

  @Override
  public Exposition scrape(String accept) {
    ExpositionFormatWriter writer = writer(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
    try {
      writer.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
    return new Exposition(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
  }

  /**
   * Text only: Prometheus may prefer protobuf, but always accepts text as well. Only OpenMetrics
   * has created timestamps: in the classic format they would be series like any other.
   */
  private ExpositionFormatWriter writer(String accept) {
    return openMetrics.accepts(accept) ? openMetrics : classic;
  }
}
