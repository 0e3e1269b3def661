package io.cdcpipeline.local.shipper;

import io.cdcpipeline.local.shipper.BulkClient.BulkRefused;
import io.cdcpipeline.local.shipper.BulkClient.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends documents until each is in the index or is refused for good, by Filebeat's rules: a
 * conflict is a duplicate, 429, 5xx and lost connections are tried for ever, other refusals of a
 * document drop it.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final BulkClient client;
  private final Counters counters;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long lastWarning = System.nanoTime() - WARNING_NANOS;
  private boolean troubled;

  Delivery(BulkClient client, Counters counters) {
    this.client = client;
    this.counters = counters;
  }

  void deliver(List<Document> documents) throws InterruptedException {
    List<Document> left = documents;
    while (!left.isEmpty()) {
      left = attempt(left);
      if (!left.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      }
    }
    pauseMillis = FIRST_PAUSE_MILLIS;
  }

  private List<Document> attempt(List<Document> documents) throws InterruptedException {
    try {
      List<Document> again = settled(documents, client.create(documents));
      if (troubled && again.isEmpty()) {
        LOG.info("Elasticsearch takes events again");
        troubled = false;
      }
      return again;
    } catch (BulkRefused e) {
      return e.tooLarge() ? halves(documents) : trouble(e, documents);
    } catch (IOException e) {
      return trouble(e, documents);
    }
  }

  private List<Document> trouble(IOException e, List<Document> documents) {
    if (!troubled) {
      LOG.warn(
          "Elasticsearch does not take events, they are kept and tried again: {}", e.toString());
      troubled = true;
    }
    counters.failed(documents.size());
    return documents;
  }

  private List<Document> halves(List<Document> documents) throws InterruptedException {
    if (documents.size() == 1) {
      drop("it alone is larger than a request may be");
      return List.of();
    }
    deliver(documents.subList(0, documents.size() / 2));
    deliver(documents.subList(documents.size() / 2, documents.size()));
    return List.of();
  }

  private List<Document> settled(List<Document> documents, List<Item> items) {
    List<Document> again = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      int status = items.get(i).status();
      if (status < 300) {
        counters.acked();
      } else if (status == 409) {
        counters.duplicate();
      } else if (status == 429 || status >= 500) {
        again.add(documents.get(i));
      } else {
        drop("status " + status + ", " + items.get(i).reason());
      }
    }
    counters.failed(again.size());
    return again;
  }

  private void drop(String why) {
    counters.dropped();
    if (System.nanoTime() - lastWarning >= WARNING_NANOS) {
      lastWarning = System.nanoTime();
      LOG.warn("Event dropped, Elasticsearch refuses it: {}", why);
    }
  }
}
