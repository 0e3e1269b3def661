package io.cdcpipeline.shop;

import io.cdcpipeline.shop.config.ConfigException;
import io.cdcpipeline.shop.config.ShopSettings;
import io.cdcpipeline.shop.logging.JsonLogging;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Entry point: settings, start, and exit codes. */
public final class ShopMain {
  static final int FAILED = 70;

  /** EX_CONFIG of sysexits.h. */
  static final int WRONG_SETTING = 78;

  private static final long STOP_MS = 8000;

  private ShopMain() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(command(args[0]));
    }
    try {
      run(ShopSettings.from(System.getenv()));
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_SETTING);
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(ShopMain.class).error("the shop did not start", e);
      System.exit(FAILED);
    }
  }

  private static int command(String argument) {
    if (argument.equals("--help") || argument.equals("-h")) {
      System.out.print(ShopSettings.HELP);
      return 0;
    }
    System.err.println(argument + ": unknown argument; --help lists the settings");
    return WRONG_SETTING;
  }

  /** SIGTERM must end us within 10 s, whatever hangs. */
  private static void stop(Shop shop) {
    Thread closing = new Thread(shop::close, "closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(ShopSettings settings) {
    JsonLogging.level(settings.logLevel().name());
    Shop shop = new Shop(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(shop), "stop"));
    LoggingEventBuilder line =
        LoggerFactory.getLogger(ShopMain.class).atInfo().addKeyValue("port", shop.port());
    for (Map.Entry<String, String> setting : settings.printable().entrySet()) {
      line = line.addKeyValue("setting_" + setting.getKey(), setting.getValue());
    }
    line.log("listening");
  }
}
