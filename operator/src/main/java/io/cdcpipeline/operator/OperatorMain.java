package io.cdcpipeline.operator;

import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.smoke.Smoke;
import io.cdcpipeline.operator.smoke.SmokeSettings;
import java.time.Clock;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/** Entry point: settings, start and exit codes. */
public final class OperatorMain {
  /** EX_CONFIG of sysexits.h. */
  static final int INVALID_SETTING = 78;

  private OperatorMain() {}

  public static void main(String[] args) {
    var options = Arrays.asList(args);
    if (options.contains("--help")) {
      System.out.print(options.contains("--smoke") ? SmokeSettings.HELP : OperatorConfig.HELP);
      return;
    }
    if (options.contains("--apply-crd")) {
      System.exit(applyCrd());
    }
    PinnedRequests.enable();
    if (options.contains("--smoke")) {
      System.exit(smoke());
    }
    try {
      var config = OperatorConfig.fromEnvironment();
      OperatorLogging.level(config.logLevel());
      var operator =
          new OperatorWiring(
              config, KubernetesClients.connect(), () -> System.exit(1), Clock.systemUTC());
      Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "stop"));
      HeapTrim.start();
      operator.start();
    } catch (IllegalArgumentException e) {
      System.err.println("cdc-pipeline-operator: " + e.getMessage());
      System.exit(INVALID_SETTING);
    } catch (Exception e) {
      // Without an exit, the SDK's threads would keep the process alive.
      var log = LoggerFactory.getLogger(OperatorMain.class);
      log.atError().addKeyValue("error", message(e)).log("operator did not start");
      log.debug("operator did not start", e);
      System.exit(1);
    }
  }

  private static int applyCrd() {
    try (var client = KubernetesClients.connect()) {
      System.out.println(new CrdUpgrade(client).run());
      return 0;
    } catch (RuntimeException e) {
      System.err.println("cdc-pipeline-operator: " + e.getMessage());
      return 1;
    }
  }

  /** The exit code. */
  private static int smoke() {
    try (var client = KubernetesClients.connect()) {
      return Smoke.run(client, SmokeSettings.fromEnvironment(), System.out);
    } catch (IllegalArgumentException e) {
      System.err.println("cdc-pipeline-operator: " + e.getMessage());
      return INVALID_SETTING;
    }
  }

  private static String message(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause;
  }
}
