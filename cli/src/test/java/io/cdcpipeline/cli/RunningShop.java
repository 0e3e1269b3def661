package io.cdcpipeline.cli;

import io.cdcpipeline.testkit.files.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cluster in which pipeline shop/shop and its consumers run, new for each test. */
public final class RunningShop implements BeforeEachCallback, AfterEachCallback {
  private final List<String> files;
  private Path folder;
  private TestCluster cluster;
  private ConsumerStandIns consumers;

  private RunningShop(List<String> files) {
    this.files = files;
  }

  /**
   * With these objects.
   *
   * @param files among the test resources
   */
  public static RunningShop with(String... files) {
    return new RunningShop(List.of(files));
  }

  public TestCluster cluster() {
    return cluster;
  }

  public ConsumerStandIns consumers() {
    return consumers;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("running-shop");
    cluster = TestCluster.start();
    files.forEach(cluster::applyFile);
    consumers = new ConsumerStandIns(cluster, folder);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (consumers != null) {
      consumers.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    TemporaryFolder.delete(folder);
  }
}
