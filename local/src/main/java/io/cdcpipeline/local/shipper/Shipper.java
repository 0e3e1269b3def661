package io.cdcpipeline.local.shipper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Follows the log files of a directory; the position advances past a line once its event is
 * acknowledged.
 */
final class Shipper {
  private static final long SCAN_MILLIS = 100;
  private static final int BATCH_EVENTS = 1600;
  private static final int BATCH_CHARACTERS = 4 << 20;

  private final ShipperConfig config;
  private final Positions positions;
  private final Counters counters;
  private final Delivery delivery;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Shipper(ShipperConfig config, Counters counters) {
    this.config = config;
    this.counters = counters;
    this.positions = new Positions(config.data().resolve("positions.json"));
    this.delivery = new Delivery(new BulkClient(config), counters);
  }

  /** Runs until it is stopped, then ships what is left. */
  void run() throws InterruptedException, IOException {
    boolean last = false;
    while (!last) {
      last = stopped.await(SCAN_MILLIS, TimeUnit.MILLISECONDS);
      for (Path log : logs()) {
        shipIfThere(log);
      }
    }
  }

  void stop() {
    stopped.countDown();
  }

  private List<Path> logs() throws IOException {
    Files.createDirectories(config.logs());
    try (Stream<Path> files = Files.list(config.logs())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A log goes with its pod. */
  private void shipIfThere(Path log) throws IOException, InterruptedException {
    try {
      ship(log);
    } catch (NoSuchFileException e) {
      // nothing is left to ship
    }
  }

  private void ship(Path log) throws IOException, InterruptedException {
    String identity = Positions.identity(log);
    long from = positions.of(identity);
    while (Files.size(log) != from) {
      LogFile.Chunk chunk = LogFile.read(log, from);
      if (chunk.end() == from) {
        return;
      }
      send(chunk.entries());
      from = chunk.end();
      positions.move(identity, from);
    }
  }

  private void send(List<LogEntry> entries) throws InterruptedException {
    List<Document> batch = new ArrayList<>();
    int characters = 0;
    for (LogEntry entry : entries) {
      Optional<Document> document = Document.of(entry);
      if (document.isPresent()) {
        batch.add(document.get());
        characters += document.get().size();
      }
      if (batch.size() == BATCH_EVENTS || characters > BATCH_CHARACTERS) {
        deliver(batch);
        batch = new ArrayList<>();
        characters = 0;
      }
    }
    deliver(batch);
  }

  private void deliver(List<Document> batch) throws InterruptedException {
    counters.published(batch.size());
    delivery.deliver(batch);
  }
}
