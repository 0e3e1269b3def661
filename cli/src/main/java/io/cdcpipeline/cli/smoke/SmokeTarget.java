package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The pipeline that is tested, as far as the test's objects depend on it.
 *
 * @param secrets that the test may read
 */
record SmokeTarget(String namespace, String pipeline, List<String> secrets) {
  /** Leaves room for the hash, and for what Kubernetes appends to the names of pods. */
  private static final int LONGEST = 40;

  private static final List<String> NAMED =
      List.of(
          "database/existing/credentialsSecret",
          "database/existing/tls/caSecret",
          "database/existing/ticdcCaSecret",
          "kafka/existing/credentialsSecret",
          "kafka/existing/tls/caSecret",
          "kafka/existing/tls/clientSecret",
          "search/existing/credentialsSecret",
          "search/existing/caSecret");

  /** Those that the operators make, and those that the spec names or needs. */
  static SmokeTarget of(GenericKubernetesResource pipeline) {
    var metadata = pipeline.getMetadata();
    var names = new ResourceNames(metadata.getNamespace(), metadata.getName());
    var made =
        Stream.of(
            names.databaseRootSecret(),
            names.consumerPasswordSecret(),
            names.kafkaCaSecret(),
            names.elasticsearchUser("reader"),
            names.elasticsearchCaSecret());
    var named =
        NAMED.stream()
            .map(path -> pipeline.<String>get((Object[]) ("spec/" + path).split("/", -1)))
            .filter(Objects::nonNull);
    boolean tls = Boolean.TRUE.equals(pipeline.<Object>get("spec", "database", "managed", "tls"));
    var certificate = tls ? Stream.of(names.tidbClientCertificate()) : Stream.<String>of();
    return new SmokeTarget(
        metadata.getNamespace(),
        metadata.getName(),
        Stream.of(made, certificate, named).flatMap(secrets -> secrets).distinct().toList());
  }

  /** One test at a time: they would share the table. Pipelines of other namespaces have theirs. */
  String objectName() {
    var shortened = pipeline.substring(0, Math.min(LONGEST, pipeline.length()));
    return "cdc-smoke-%s-%08x".formatted(shortened, (namespace + "/" + pipeline).hashCode());
  }

  String dashboard() {
    return new ResourceNames(namespace, pipeline).dashboard();
  }
}
