package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.pods.PodPlaces;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The five objects of TiDB Operator v2; their equal names give Services and labels as in v1. */
final class TidbV2Manifests {
  private static final ManifestTemplate CLUSTER =
      ManifestTemplate.load(TidbV2Manifests.class, "cluster.yaml");
  private static final ManifestTemplate PD =
      ManifestTemplate.load(TidbV2Manifests.class, "pdgroup.yaml");
  private static final ManifestTemplate TIKV =
      ManifestTemplate.load(TidbV2Manifests.class, "tikvgroup.yaml");
  private static final ManifestTemplate TIDB =
      ManifestTemplate.load(TidbV2Manifests.class, "tidbgroup.yaml");
  private static final ManifestTemplate TICDC =
      ManifestTemplate.load(TidbV2Manifests.class, "ticdcgroup.yaml");

  private static final String TEMPLATE = "/spec/template/spec";
  private static final String POD = TEMPLATE + "/overlay/pod/spec";
  private static final String CONTAINER = POD + "/containers/0";

  private static final PodPlaces PLACES =
      PodPlaces.none()
          .metadata(TEMPLATE + "/overlay/pod/metadata")
          .pod(POD)
          .container(CONTAINER)
          .with(PodSetting.READINESS_PROBE, CONTAINER + "/readinessProbe");

  private TidbV2Manifests() {}

  /** What the templates of the spec have that this version does not take. */
  static Optional<String> problem(ManagedDatabase database) {
    return TidbPods.problem(database, rules -> rules);
  }

  /** All of them, in the order in which they are applied. */
  static List<GenericKubernetesResource> all(CdcPipeline pipeline) {
    return List.of(
        cluster(pipeline), pd(pipeline), tikv(pipeline), tidb(pipeline), ticdc(pipeline));
  }

  static GenericKubernetesResource cluster(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var cluster = CLUSTER.named(names, names.database(), ComponentName.DATABASE);
    if (TidbTls.enabled(pipeline.getSpec().database().managed())) {
      cluster.set("/spec/tlsCluster/enabled", true);
    }
    return cluster.build();
  }

  static GenericKubernetesResource pd(CdcPipeline pipeline) {
    var database = pipeline.getSpec().database().managed();
    var group =
        volume(group(pipeline, PD, database.pd()), database.pd(), null)
            .set(TEMPLATE + "/config", TidbConfig.merged(TidbConfigFiles.PD, database.pd()));
    return shaped(pipeline, group, "pd", database.pd());
  }

  static GenericKubernetesResource tikv(CdcPipeline pipeline) {
    var tikv = pipeline.getSpec().database().managed().tikv();
    var group = volume(group(pipeline, TIKV, tikv), tikv, null);
    if (tikv.config() != null) {
      group.set(TEMPLATE + "/config", TidbConfig.merged(TidbConfigFiles.TIKV, tikv));
    }
    return shaped(pipeline, group, "tikv", tikv);
  }

  static GenericKubernetesResource tidb(CdcPipeline pipeline) {
    var tidb = pipeline.getSpec().database().managed().tidb();
    var group = group(pipeline, TIDB, tidb);
    if (tidb.storage() != null) {
      volume(group, tidb, TidbConfigFiles.TIDB_FOLDER);
    }
    if (tidb.storage() != null || tidb.config() != null) {
      group.set(TEMPLATE + "/config", TidbConfigFiles.tidb(tidb));
    }
    return shaped(pipeline, group, "tidb", tidb);
  }

  static GenericKubernetesResource ticdc(CdcPipeline pipeline) {
    var database = pipeline.getSpec().database().managed();
    var ticdc = database.ticdc();
    var group = group(pipeline, TICDC, ticdc);
    if (ticdc.storage() != null) {
      volume(group, ticdc, TidbConfigFiles.TICDC_FOLDER);
    }
    var config = TidbConfigFiles.ticdc(database);
    if (!config.isEmpty()) {
      group.set(TEMPLATE + "/config", config);
    }
    var secrets = TicdcClientSecrets.of(pipeline);
    if (!secrets.isEmpty()) {
      group
          .set(POD + "/volumes", TicdcClientSecrets.volumes(secrets))
          .set(CONTAINER + "/volumeMounts", TicdcClientSecrets.mounts(secrets));
    }
    return shaped(pipeline, group, "ticdc", ticdc);
  }

  private static ManifestTemplate group(
      CdcPipeline pipeline, ManifestTemplate base, Component component) {
    var names = ResourceNames.of(pipeline);
    return base.named(names, names.database(), ComponentName.DATABASE)
        .set("/spec/cluster/name", names.database())
        .set("/spec/replicas", component.replicas())
        .set(TEMPLATE + "/image", component.image())
        .set(TEMPLATE + "/version", pipeline.getSpec().database().managed().version())
        // The group's own field resources would turn requests into limits.
        .set(CONTAINER + "/resources", component.resources());
  }

  private static GenericKubernetesResource shaped(
      CdcPipeline pipeline, ManifestTemplate group, String name, Component component) {
    var names = ResourceNames.of(pipeline);
    group.set(POD + "/serviceAccountName", TidbPods.serviceAccount(names, name, component));
    return PLACES.write(group, component.template(), TidbPods.selector(names, name)).build();
  }

  /** The data volume of a group; null as folder is TiDB Operator's own default. */
  private static ManifestTemplate volume(
      ManifestTemplate group, Component component, String folder) {
    var mount = new LinkedHashMap<String, Object>(Map.of("type", "data"));
    var volume = new LinkedHashMap<String, Object>();
    volume.put("name", "data");
    volume.put("mounts", List.of(mount));
    volume.put("storage", component.storage());
    if (folder != null) {
      mount.put("mountPath", folder);
    }
    if (component.storageClassName() != null) {
      volume.put("storageClassName", component.storageClassName());
    }
    return group.set(TEMPLATE + "/volumes", List.of(volume));
  }
}
