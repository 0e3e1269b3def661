import io.cdcpipeline.operator.real.RealApi;

/** The API server and etcd, which run on the same CPUs as the operator. */
final class Servers {
  private Servers() {}

  /** Seconds of CPU time so far. */
  static double cpu() {
    return ProcessHandle.current().descendants()
        .filter(p -> p.info().command().map(Servers::isServer).orElse(false))
        .mapToDouble(p -> OperatorUnderTest.cpu(p.pid()))
        .sum();
  }

  private static boolean isServer(String command) {
    return command.endsWith("/kube-apiserver") || command.endsWith("/etcd");
  }

  /** The test server has room for 254 Services, and a pipeline has two. */
  static void makeRoomForServices(RealApi api) {
    api.client()
        .resource(
            """
            apiVersion: networking.k8s.io/v1
            kind: ServiceCIDR
            metadata: {name: more}
            spec: {cidrs: [10.1.0.0/16]}
            """)
        .create();
    // The controller that would set this does not run here.
    api.kubectl("patch", "servicecidr", "more", "--subresource=status", "--type=merge", "-p",
        """
        status:
          conditions:
          - {type: Ready, status: "True", reason: Bench, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
        """);
  }
}
