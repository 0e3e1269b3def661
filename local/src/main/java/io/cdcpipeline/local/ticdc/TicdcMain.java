package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.binlog.CommitClock;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.WorkDirectory;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.TicdcServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The stand-in TiCDC's process. Arguments: data directory, address and port of the API, address and
 * port of MariaDB, the password file of the binlog reader, NEW or CLASSIC, and for TLS the folder
 * of its certificate.
 */
public final class TicdcMain {
  private TicdcMain() {}

  public static void main(String[] args) throws InterruptedException {
    Logger.getLogger("com.github.shyiko").setLevel(Level.WARNING);
    Path directory = WorkDirectory.open(Path.of(args[0])).path();
    InetSocketAddress api = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
    Endpoint mariadb = new Endpoint(args[3], Integer.parseInt(args[4]));
    BinlogAccess access = new BinlogAccess(mariadb, Path.of(args[5]));
    Clock time = Clock.systemUTC();
    CommitClock clock = new CommitClock(directory, access, time);
    BinlogEngine engine = new BinlogEngine(directory, access, clock);
    TicdcServer server =
        new TicdcServer(
            Architecture.valueOf(args[6]),
            engine,
            time,
            api,
            Optional.of(directory.resolve("changefeeds")),
            Stream.of(args)
                .skip(7)
                .map(Path::of)
                .map(TicdcTls::new)
                .map(TicdcTls::context)
                .findFirst());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  engine.close();
                  clock.close();
                },
                "stop-ticdc"));
    Thread.currentThread().join();
  }
}
