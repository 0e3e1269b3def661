package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.shipper.ShipperConfig;
import java.nio.file.Path;

/** What a real Filebeat in the stand-in shipper's place is told. */
final class FilebeatConfig {
  private FilebeatConfig() {}

  /**
   * With the pipeline's own login.
   *
   * @param directory with a folder pods, whose folders NAMESPACE_POD_UID/consumer have the logs
   */
  static ShipperConfig of(Demo demo, Path directory, ElasticsearchFront front) {
    return new ShipperConfig(
        directory.resolve("pods"),
        directory.resolve("data"),
        front.url(),
        secret(demo, "username"),
        secret(demo, "password"),
        front.authority(),
        Endpoint.free());
  }

  private static String secret(Demo demo, String key) {
    return Connections.require(demo.cluster(), demo.pipelineName() + "-es-writer", key);
  }
}
