package io.cdcpipeline.local.shipper;

import io.cdcpipeline.local.shipper.BulkClient.BulkException;
import io.cdcpipeline.local.shipper.BulkClient.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends documents until each is indexed or permanently rejected, by Filebeat's rules: a conflict is
 * a duplicate; 429, 5xx and lost connections are retried forever; any other rejection drops the
 * document.
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
  private boolean failing;

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
      List<Document> again = remaining(documents, client.create(documents));
      if (failing && again.isEmpty()) {
        LOG.info("Elasticsearch accepts events again");
        failing = false;
      }
      return again;
    } catch (BulkException e) {
      return e.tooLarge() ? deliverHalves(documents) : retryAll(e, documents);
    } catch (IOException e) {
      return retryAll(e, documents);
    }
  }

  private List<Document> retryAll(IOException e, List<Document> documents) {
    if (!failing) {
      LOG.warn("Elasticsearch does not accept events, retrying: {}", e.toString());
      failing = true;
    }
    counters.failed(documents.size());
    return documents;
  }

  private List<Document> deliverHalves(List<Document> documents) throws InterruptedException {
    if (documents.size() == 1) {
      drop("it exceeds the maximum request size");
      return List.of();
    }
    deliver(documents.subList(0, documents.size() / 2));
    deliver(documents.subList(documents.size() / 2, documents.size()));
    return List.of();
  }

  private List<Document> remaining(List<Document> documents, List<Item> items) {
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
      LOG.warn("Event dropped, rejected by Elasticsearch: {}", why);
    }
  }
}
