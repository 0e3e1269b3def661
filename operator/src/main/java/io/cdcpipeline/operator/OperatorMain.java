package io.cdcpipeline.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Arrays;
import org.slf4j.LoggerFactory;

/** Entry point: settings, start, and exit codes. */
public final class OperatorMain {
  /** EX_CONFIG of sysexits.h. */
  static final int WRONG_SETTING = 78;

  private OperatorMain() {}

  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(OperatorConfig.HELP);
      return;
    }
    try {
      var config = OperatorConfig.from(System.getenv());
      logAt(config.logLevel());
      var operator = new OperatorWiring(config, KubernetesClients.connect());
      Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "stop"));
      operator.start();
    } catch (IllegalArgumentException e) {
      System.err.println("cdc-pipeline-operator: " + e.getMessage());
      System.exit(WRONG_SETTING);
    } catch (Exception e) {
      // Without an exit the SDK's threads would keep a dead operator alive.
      var log = LoggerFactory.getLogger(OperatorMain.class);
      log.atError().addKeyValue("error", reason(e)).log("operator did not start");
      log.debug("operator did not start", e);
      System.exit(1);
    }
  }

  private static String reason(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause;
  }

  private static void logAt(String level) {
    ((Logger) LoggerFactory.getLogger("io.cdcpipeline")).setLevel(Level.toLevel(level));
  }
}
