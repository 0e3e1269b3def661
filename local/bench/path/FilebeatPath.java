package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.shipper.RealFilebeat;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The real Filebeat in the stand-in shipper's place, with its pauses of a cluster. */
@Requires(Requirement.FILEBEAT)
final class FilebeatPath implements AutoCloseable {
  private final List<LogCopy> copies = new ArrayList<>();
  private final ElasticsearchFront front;
  private final RealFilebeat filebeat;

  private FilebeatPath(Demo demo, Session session, Path directory) throws IOException {
    Elasticsearch node = demo.platform().search().node(demo.pipelineName()).orElseThrow();
    Path pods = directory.resolve("pods");
    front = new ElasticsearchFront(node, directory.resolve("front"));
    filebeat =
        RealFilebeat.unhurried(
            demo.cluster().children(),
            directory.resolve("filebeat"),
            FilebeatConfig.of(demo, directory, front));
    for (var consumer : session.consumers()) {
      var pod =
          "%s_%s-consumer-5d4f8-x1y2%d_uid/consumer"
              .formatted(demo.cluster().namespace(), demo.pipelineName(), copies.size());
      copies.add(LogCopy.start(consumer, pods.resolve(pod)));
    }
  }

  /**
   * Stops the stand-in and starts Filebeat.
   *
   * @return nothing on a machine without Filebeat; {@code steps} say why
   */
  static Optional<FilebeatPath> start(Demo demo, Session session, Steps steps) {
    try {
      Requirement.FILEBEAT.path();
    } catch (IllegalStateException e) {
      steps.report("Filebeat", "left out: " + e.getMessage());
      return Optional.empty();
    }
    demo.platform().search().shipper(demo.pipelineName()).orElseThrow().stop();
    try {
      var path = new FilebeatPath(demo, session, demo.cluster().directory().resolve("real"));
      path.filebeat.start();
      steps.report("Filebeat", "the real one, in the stand-in's place");
      return Optional.of(path);
    } catch (IOException e) {
      throw DemoException.failed("Filebeat's files cannot be written: " + e.getMessage(), e);
    }
  }

  Endpoint statistics() {
    return filebeat.statistics();
  }

  @Override
  public void close() {
    copies.forEach(LogCopy::close);
    filebeat.stop();
    front.close();
  }
}
