package io.cdcpipeline.local;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build has put what the demo runs: the {@code local} directory and its build output. */
public record Installation(Path directory) {

  /** Located from this class: {@code local/target/classes} or a jar in {@code target}. */
  public static Installation current() {
    try {
      Path here =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new Installation(here.getParent().getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot locate this program on the class path", e);
    }
  }

  public Path target() {
    return directory.resolve("target");
  }

  public Path mariadb() {
    return target().resolve("mariadb");
  }

  public Path elasticsearch() {
    return directory.resolve("elasticsearch").resolve("target").resolve("server");
  }

  public Path operator() {
    return directory.resolveSibling("operator/target/cdc-pipeline-operator.jar");
  }

  public Path consumer() {
    return directory.resolveSibling("consumer/target/cdc-pipeline-consumer.jar");
  }

  public Path demoShop() {
    return directory.resolveSibling("demo-shop/target/cdc-pipeline-demo-shop.jar");
  }

  public Path commandLine() {
    return directory.resolveSibling("cli/target/cdc-pipeline-cli.jar");
  }

  /** The root of the repository. */
  public Path repository() {
    return directory.toAbsolutePath().getParent();
  }
}
