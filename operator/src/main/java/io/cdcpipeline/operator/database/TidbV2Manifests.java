package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The five objects of TiDB Operator v2; equal names make Services and labels those of v1. */
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

  private TidbV2Manifests() {}

  static GenericKubernetesResource cluster(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return CLUSTER.named(names, names.database(), DatabaseStage.COMPONENT).build();
  }

  static GenericKubernetesResource pd(CdcPipeline pipeline) {
    var database = pipeline.getSpec().database().managed();
    return volume(group(pipeline, PD, database.pd()), database.pd(), null)
        .set(TidbConfigFiles.PD, "spec", "template", "spec", "config")
        .build();
  }

  static GenericKubernetesResource tikv(CdcPipeline pipeline) {
    var tikv = pipeline.getSpec().database().managed().tikv();
    return volume(group(pipeline, TIKV, tikv), tikv, null).build();
  }

  static GenericKubernetesResource tidb(CdcPipeline pipeline) {
    var tidb = pipeline.getSpec().database().managed().tidb();
    var group = group(pipeline, TIDB, tidb);
    if (tidb.storage() != null) {
      volume(group, tidb, TidbConfigFiles.TIDB_FOLDER);
      group.set(TidbConfigFiles.tidb(tidb), "spec", "template", "spec", "config");
    }
    return group.build();
  }

  static GenericKubernetesResource ticdc(CdcPipeline pipeline) {
    var ticdc = pipeline.getSpec().database().managed().ticdc();
    var group = group(pipeline, TICDC, ticdc);
    if (ticdc.storage() != null) {
      volume(group, ticdc, TidbConfigFiles.TICDC_FOLDER);
      group.set(TidbConfigFiles.ticdc(ticdc), "spec", "template", "spec", "config");
    }
    var secrets = TicdcClientSecrets.of(pipeline);
    if (!secrets.isEmpty()) {
      group
          .set(
              TicdcClientSecrets.volumes(secrets),
              "spec",
              "template",
              "spec",
              "overlay",
              "pod",
              "spec",
              "volumes")
          .set(
              TicdcClientSecrets.mounts(secrets),
              "spec",
              "template",
              "spec",
              "overlay",
              "pod",
              "spec",
              "containers",
              "0",
              "volumeMounts");
    }
    return group.build();
  }

  private static ManifestTemplate group(
      CdcPipeline pipeline, ManifestTemplate base, Component component) {
    var names = ResourceNames.of(pipeline);
    return base.named(names, names.database(), DatabaseStage.COMPONENT)
        .set(names.database(), "spec", "cluster", "name")
        .set(component.replicas(), "spec", "replicas")
        .set(
            pipeline.getSpec().database().managed().version(),
            "spec",
            "template",
            "spec",
            "version")
        // The group's own resources would make limits of requests.
        .set(
            component.resources(),
            "spec",
            "template",
            "spec",
            "overlay",
            "pod",
            "spec",
            "containers",
            "0",
            "resources");
  }

  /** The volume data of a group; a folder of null is the one TiDB Operator knows for it. */
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
    return group.set(List.of(volume), "spec", "template", "spec", "volumes");
  }
}
