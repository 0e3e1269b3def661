package io.cdcpipeline.testkit.requirement;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** kube-apiserver with etcd, from {@link Requirement#REAL_API}. */
public final class RealApiServer {
  private static final int STARTUP_MILLIS = 120_000;

  private RealApiServer() {}

  /** A server that is not started yet and will listen on loopback only. */
  public static KubeAPIServer create(String... flags) {
    var all = new ArrayList<>(List.of("--bind-address=127.0.0.1"));
    all.addAll(Arrays.asList(flags));
    var folder = Requirement.REAL_API.path();
    var base = folder.getParent().getParent();
    ServerCertificates.generate(base);
    return new KubeAPIServer(
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withTestDir(base.toString())
            .withApiServerVersion(KubeBinaries.version(folder))
            .withOfflineMode(true)
            .withUpdateKubeConfig(false)
            .withStartupTimeout(STARTUP_MILLIS)
            .withApiServerFlags(all)
            .build());
  }
}
