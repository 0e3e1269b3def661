package io.cdcpipeline.operator;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when an informer ends. The SDK's default is to end the process if it had listed its
 * objects, which a single 429 in answer to its first watch then does. Here the next reconcile
 * replaces an informer of children, and {@link Liveness} restarts the operator if that of the
 * pipelines ended.
 */
final class StoppedInformers {
  private static final Logger LOG = LoggerFactory.getLogger(StoppedInformers.class);

  private StoppedInformers() {}

  static void log(SharedIndexInformer<?> informer, Throwable failure) {
    if (failure != null) {
      LOG.atWarn()
          .addKeyValue("informer", informer)
          .addKeyValue("error", failure.getMessage())
          .log("an informer ended");
    }
  }
}
