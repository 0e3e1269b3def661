package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.naming.Labels;
import java.util.List;

/** The systems that a pipeline creates, each named like its pipeline. */
enum ManagedSystem {
  DATABASE("spec.database.managed.ticdc", Labels.INSTANCE) {
    @Override
    List<String> allowFrom(CdcPipelineSpec spec) {
      var database = spec.database();
      if (database != null && database.existing() != null) {
        return null;
      }
      var managed = database == null ? null : database.managed();
      return managed == null || managed.ticdc() == null
          ? List.of()
          : orEmpty(managed.ticdc().allowFrom());
    }
  },
  KAFKA("spec.kafka.managed", "strimzi.io/cluster") {
    @Override
    List<String> allowFrom(CdcPipelineSpec spec) {
      var kafka = spec.kafka();
      if (kafka != null && kafka.existing() != null) {
        return null;
      }
      var managed = kafka == null ? null : kafka.managed();
      return managed == null ? List.of() : orEmpty(managed.allowFrom());
    }
  },
  SEARCH("spec.search.managed", "elasticsearch.k8s.elastic.co/cluster-name") {
    @Override
    List<String> allowFrom(CdcPipelineSpec spec) {
      var search = spec.search();
      if (search != null && (search.existing() != null || !search.hasElasticsearch())) {
        return null;
      }
      var managed = search == null ? null : search.managed();
      return managed == null ? List.of() : orEmpty(managed.allowFrom());
    }
  };

  private final String field;
  private final String label;

  ManagedSystem(String field, String label) {
    this.field = field;
    this.label = label;
  }

  /** Namespaces that may use this system of a pipeline; null when it manages none. */
  abstract List<String> allowFrom(CdcPipelineSpec spec);

  /** Where the spec describes it. */
  String field() {
    return field;
  }

  /** The label of its pods that holds its name. */
  String label() {
    return label;
  }

  private static List<String> orEmpty(List<String> list) {
    return list == null ? List.of() : list;
  }
}
