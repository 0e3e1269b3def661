package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.shipper.ContainerFile;
import io.cdcpipeline.local.shipper.RealFilebeat;
import io.cdcpipeline.local.shipper.ShipperProcess;
import io.cdcpipeline.testkit.fault.LongFault;
import io.cdcpipeline.testkit.requirement.Requirement;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The consumer's lines, in the files of a container runtime, through the real Filebeat as ECK
 * configures it, into a real Elasticsearch with our template, as our writer.
 */
@Requires(Requirement.FILEBEAT)
@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class RealFilebeatIT {
  @TempDir Path directory;
  private final FaultPlatform platform;
  private final Demo demo;

  RealFilebeatIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
  }

  @Test
  void indexesEveryLineAsTheStandInDoes() throws IOException {
    platform.workload().insert(TABLE, 500, 50);
    platform.workload().update(TABLE, 100);
    platform.workload().delete(TABLE, 50);
    platform.awaitEqualData();
    ShipperProcess shipper = demo.platform().search().shipper(demo.pipelineName()).orElseThrow();
    shipper.stop();
    var admin = new ElasticsearchAdmin(node());
    admin.deleteIndices("cdc-events-*");
    assertThat(Hops.documents(platform.session().search()).total()).isZero();

    try (var front = new ElasticsearchFront(node(), directory.resolve("front"))) {
      RealFilebeat filebeat = filebeat(front);
      filebeat.start();
      platform.awaitEqualData();
      filebeat.stop();
    }
    shipper.start();
  }

  private RealFilebeat filebeat(ElasticsearchFront front) throws IOException {
    Path pods = directory.resolve("pods");
    String pod = "%s_%s-consumer-5d4f8-x1y2z_uid/consumer";
    var log =
        new ContainerFile(
            pods.resolve(pod.formatted(demo.cluster().namespace(), demo.pipelineName())));
    for (var consumer : platform.session().consumers()) {
      for (String line : Files.readAllLines(consumer.output())) {
        log.line(line);
      }
    }
    return new RealFilebeat(
        demo.cluster().children(),
        directory.resolve("filebeat"),
        FilebeatConfig.of(demo, directory, front));
  }

  private Elasticsearch node() {
    return demo.platform().search().node(demo.pipelineName()).orElseThrow();
  }
}
