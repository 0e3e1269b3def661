package io.cdcpipeline.local.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What the page shows, from the systems that know it. Each method may throw, with a sentence. */
public interface PageSource {
  /** Namespace and name of the pipeline. */
  String name();

  /** The status of the CdcPipeline, the null node if it has none yet. */
  JsonNode status();

  /** The answer of {@code cdc-events-*} to a search, within three seconds. */
  JsonNode search(String body);

  /** The consumers' counters by their names, summed over labels and replicas. */
  Map<String, Double> counters();
}
