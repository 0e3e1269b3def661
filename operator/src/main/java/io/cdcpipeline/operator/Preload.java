package io.cdcpipeline.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Parses the templates and prepares the serialization that the first reconcile needs, while the
 * operator waits for the API server to list the pipelines. It takes another core, so where there is
 * none it would only be in the way.
 */
final class Preload implements Runnable {
  private static final String SMALLEST =
      """
      {"metadata": {"name": "shop", "namespace": "shop"},
       "spec": {"changefeed": {"tables": ["shop.*"]}}}
      """;

  private final SpecDefaults defaults;
  private final KubernetesSerialization serialization;

  Preload(SpecDefaults defaults, KubernetesSerialization serialization) {
    this.defaults = defaults;
    this.serialization = serialization;
  }

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
      var pipeline = Json.JSON.readValue(SMALLEST, CdcPipeline.class);
      DesiredChildren.of(defaults.complete(pipeline), false).forEach(serialization::asJson);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
