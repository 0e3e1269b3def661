package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/**
 * The pipelines as they are, without their managed fields: these are half of what a pipeline takes
 * in memory and in each copy that the SDK makes, and nobody reads them.
 */
final class PipelineStore extends BasicItemStore<CdcPipeline> {
  PipelineStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public CdcPipeline put(String key, CdcPipeline pipeline) {
    pipeline.getMetadata().setManagedFields(List.of());
    return super.put(key, pipeline);
  }
}
