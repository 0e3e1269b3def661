package io.cdcpipeline.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.Json;

/**
 * Lets Jackson get to know the hundred classes of a pipeline, which the first reconcile needs,
 * while the operator waits for the API server to list the pipelines. It takes another core, so
 * where there is none it would only be in the way. Nor does it do more than that: the compiler
 * takes what is left of two.
 */
final class Preload implements Runnable {
  private static final String SMALLEST =
      """
      {"metadata": {"name": "shop", "namespace": "shop"},
       "spec": {"changefeed": {"tables": ["shop.*"]}}}
      """;

  /** Begins on a thread of its own. */
  void start() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      var thread = new Thread(this, "preload");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      Json.JSON.readValue(SMALLEST, CdcPipeline.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
