package io.cdcpipeline.testkit.requirement;

import io.fabric8.kubeapitest.cert.CertManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The keys and certificates of every API server that kube-api-test starts, which it generates in
 * its folder when they are missing. It does not look out for other processes: one that reads a key
 * while another replaces it gets a server that answers 401 to the tokens it has signed itself.
 */
final class ServerCertificates {
  private ServerCertificates() {}

  /**
   * Generates them unless they are there, one process at a time. In a folder that cannot be written
   * nobody replaces any.
   *
   * @param base as in {@link KubeBinaries}
   */
  static synchronized void generate(Path base) {
    if (!Files.isWritable(base)) {
      return;
    }
    var lock = base.resolve("certificates.lock");
    try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      new CertManager(base.toString()).createCertificatesIfNeeded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
