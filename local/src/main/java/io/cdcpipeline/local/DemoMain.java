package io.cdcpipeline.local;

import io.cdcpipeline.local.demo.DemoException;
import io.cdcpipeline.local.demo.DemoOptions;
import io.cdcpipeline.local.demo.DemoRun;
import io.cdcpipeline.local.process.ServerException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Entry point of {@code make demo}: options, exit codes. */
public final class DemoMain {
  private DemoMain() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      DemoOptions options = DemoOptions.parse(args, Installation.current().repository());
      if (options.help()) {
        System.out.print(DemoOptions.HELP);
        return 0;
      }
      return DemoRun.run(options, Installation.current().target(), System.out);
    } catch (DemoException e) {
      System.err.println("make demo: " + e.getMessage());
      return e.exitCode();
    } catch (ServerException | KubernetesClientException e) {
      System.err.println("make demo: " + e.getMessage());
      return 1;
    }
  }
}
