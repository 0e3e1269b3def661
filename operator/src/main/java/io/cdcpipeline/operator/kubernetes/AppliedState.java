package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was last applied to remote systems, in a ConfigMap of the pipeline, so that a restarted
 * operator neither repeats nor forgets it. Hashes and positions only, never a secret. One instance
 * for each pipeline: stages write from background threads too, and each writes the whole map.
 */
public final class AppliedState {
  /** The keys that say what the pipeline created, here and in its database. */
  private static final Set<String> ORIGIN =
      Set.of(ChildRecord.KEY, "sql-users", "sql-users-created");

  private static final ManifestTemplate BASE =
      ManifestTemplate.load(AppliedState.class, "configmap.yaml");

  private final KubernetesClient client;
  private final ChildInformers informers;
  private final ResourceNames names;
  private final OwnerReference owner;
  private final ChildRecord children;
  private final Origin origin;

  /**
   * Resource version of the last write: an informer that starts meanwhile may have listed before
   * it.
   */
  private volatile long written;

  private volatile boolean retained;

  /**
   * Reads from the informer where one runs and has the last write, else from the API server.
   *
   * @param pipeline the owner of the ConfigMap
   */
  public AppliedState(KubernetesClient client, ChildInformers informers, CdcPipeline pipeline) {
    this.client = client;
    this.informers = informers;
    this.names = ResourceNames.of(pipeline);
    this.owner = OwnerReferences.to(pipeline);
    this.children = new ChildRecord(this, names.namespace());
    this.origin = new Origin(names, children);
  }

  /** Which children this pipeline created. */
  ChildRecord children() {
    return children;
  }

  /** The proof of which objects are this pipeline's. */
  Origin origin() {
    return origin;
  }

  /** Whether this is the state of that pipeline, and not of a deleted one of the same name. */
  public boolean belongsTo(CdcPipeline pipeline) {
    return Objects.equals(owner.getUid(), pipeline.getMetadata().getUid());
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(data(read()).get(key));
  }

  /** Stores a value at once; writes nothing when it is stored already. */
  public synchronized void put(String key, String value) {
    var actual = read();
    var data = data(actual);
    data.put(key, value);
    write(actual, data);
  }

  public synchronized void remove(String key) {
    var actual = read();
    var data = data(actual);
    if (data.remove(key) != null) {
      write(actual, data);
    }
  }

  /**
   * Leaves what proves the origin of things, and only that, for a pipeline of this name that comes
   * back: from now on the ConfigMap outlives the pipeline.
   */
  public synchronized void retain() {
    retained = true;
    var actual = read();
    actual.ifPresent(live -> write(actual, data(actual)));
  }

  static GenericKubernetesResource desired(ResourceNames names, Map<String, String> data) {
    return BASE.named(names, names.applied(), ComponentName.OPERATOR).setAll("/data", data).build();
  }

  private Optional<GenericKubernetesResource> read() {
    var informer = informers.running(ResourceKind.CONFIG_MAP);
    var known = informer.flatMap(i -> i.get(new ResourceID(names.applied(), names.namespace())));
    boolean current = known.map(AppliedState::version).orElse(0L) >= written;
    return informer.isPresent() && current
        ? known
        : Optional.ofNullable(
            client
                .genericKubernetesResources("v1", "ConfigMap")
                .inNamespace(names.namespace())
                .withName(names.applied())
                .get());
  }

  /** Compared as a number, as KEP-5504 allows. */
  private static long version(GenericKubernetesResource resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }

  private void write(Optional<GenericKubernetesResource> actual, Map<String, String> data) {
    if (retained) {
      data.keySet().retainAll(ORIGIN);
    }
    List<OwnerReference> owners = retained ? List.of() : List.of(owner);
    if (actual.filter(live -> upToDate(live, data, owners)).isPresent()) {
      return;
    }
    var desired = desired(names, data);
    desired.getMetadata().setOwnerReferences(owners);
    var api = new ServerSideApply(client, origin);
    var informer = informers.running(ResourceKind.CONFIG_MAP);
    var id = ResourceID.fromResource(desired);
    if (actual.isEmpty()) {
      var created = api.create(desired);
      written = version(created);
      informer.ifPresent(i -> i.handleRecentResourceCreate(id, created));
    } else {
      var updated = api.update(desired);
      written = version(updated);
      informer.ifPresent(i -> i.handleRecentResourceUpdate(id, updated, actual.get()));
    }
  }

  private boolean upToDate(
      GenericKubernetesResource actual, Map<String, String> data, List<OwnerReference> owners) {
    var metadata = actual.getMetadata();
    var labels = Labels.of(names, ComponentName.OPERATOR).entrySet();
    return metadata.getDeletionTimestamp() != null
        || (data(Optional.of(actual)).equals(data)
            && uids(metadata.getOwnerReferences()).equals(uids(owners))
            && metadata.getLabels().entrySet().containsAll(labels));
  }

  private static List<String> uids(List<OwnerReference> owners) {
    return owners.stream().map(OwnerReference::getUid).toList();
  }

  private static Map<String, String> data(Optional<GenericKubernetesResource> configMap) {
    var data = new TreeMap<String, String>();
    configMap
        .map(c -> c.<Map<String, Object>>get("data"))
        .ifPresent(values -> values.forEach((key, value) -> data.put(key, String.valueOf(value))));
    return data;
  }
}
