package io.cdcpipeline.testkit.requirement;

import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import java.nio.file.Files;

/**
 * What {@code make test REAL_API=download} runs before the tests: has kube-api-test fetch
 * kube-apiserver, etcd and kubectl (50 MB, from the releases of kubernetes-sigs/controller-tools on
 * GitHub), unless the tests would find a version already.
 */
public final class RealApiDownload {
  static final String VERSION = "1.35.0";

  private RealApiDownload() {}

  public static void main(String[] args) {
    var binaries = KubeBinaries.atDefault();
    var present = binaries.newest();
    if (present.isPresent()) {
      System.out.println("real API server: " + present.get());
      return;
    }
    var folder = binaries.folder(VERSION);
    if (Files.exists(folder)) {
      fail(binaries.absence() + ": remove the folder and try again");
    }
    try {
      download(binaries);
      System.out.println("real API server: " + binaries.newest().orElseThrow());
    } catch (KubeAPITestException e) {
      fail(
          "kube-apiserver %s could not be fetched from GitHub: %s%nRun make test without REAL_API, or put %s into %s."
              .formatted(VERSION, rootCause(e), String.join(", ", KubeBinaries.SERVER), folder));
    }
  }

  private static void fail(String message) {
    System.err.println("REAL_API=download: " + message);
    System.exit(1);
  }

  private static void download(KubeBinaries binaries) {
    KubeAPIServerConfig config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withTestDir(binaries.base().toString())
            .withApiServerVersion(VERSION)
            .withOfflineMode(false)
            .build();
    System.out.printf("fetching kube-apiserver %s, etcd and kubectl (50 MB) ...%n", VERSION);
    new BinaryManager(config).initAndDownloadIfRequired();
  }

  private static String rootCause(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
