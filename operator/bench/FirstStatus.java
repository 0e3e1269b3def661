import io.cdcpipeline.operator.api.CdcPipeline;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Set;

/** Collects the pipelines of some namespaces that the operator has written a status of. */
record FirstStatus(List<String> namespaces, Set<String> found)
    implements ResourceEventHandler<CdcPipeline> {
  @Override
  public void onAdd(CdcPipeline pipeline) {
    look(pipeline);
  }

  @Override
  public void onUpdate(CdcPipeline before, CdcPipeline pipeline) {
    look(pipeline);
  }

  @Override
  public void onDelete(CdcPipeline pipeline, boolean unknown) {}

  /** The API server gives a status without a phase by default. */
  private void look(CdcPipeline pipeline) {
    var metadata = pipeline.getMetadata();
    if (namespaces.contains(metadata.getNamespace())
        && pipeline.getStatus() != null
        && pipeline.getStatus().phase() != null) {
      found.add(metadata.getNamespace() + "/" + metadata.getName());
    }
  }
}
