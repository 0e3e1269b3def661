package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Secret with a certificate that TiDB Operator expects before a TiDB with TLS between its
 * components exists. Names: pkg/util of pingcap/tidb-operator v1.6.6 and api/core/v1alpha1 of
 * v2.0.1.
 *
 * @param secret its name
 * @param hosts what the certificate has to be for, with wildcards for the pods; none for a client
 */
record TidbCertificate(String secret, List<String> hosts) {
  static final String CERTIFICATE = "tls.crt";
  static final String KEY = "tls.key";
  static final String AUTHORITY = "ca.crt";

  /** Those of the four components, and of their clients, which are the operators and Prometheus. */
  static List<TidbCertificate> of(ResourceNames names) {
    return Stream.concat(
            Stream.of("pd", "tikv", "tidb", "ticdc").map(component -> server(names, component)),
            Stream.of(new TidbCertificate(names.tidbClientCertificate(), List.of())))
        .toList();
  }

  /**
   * Only what is looked for: v1 advertises pods with .svc and v2 without, both reach PD by its
   * Service, and this operator and Prometheus know TiCDC by the Service of its pods.
   */
  private static TidbCertificate server(ResourceNames names, String component) {
    var service = names.pipeline() + "-" + component;
    var peers = names.tidbPeers(component);
    var pods = Stream.of("*." + peers + "." + names.namespace(), "*." + names.service(peers));
    var own =
        switch (component) {
          case "pd" -> Stream.of(service, service + "." + names.namespace());
          case "ticdc" -> Stream.of(names.service(peers));
          default -> Stream.<String>of();
        };
    return new TidbCertificate(names.tidbCertificate(component), Stream.concat(own, pods).toList());
  }

  boolean isServer() {
    return !hosts.isEmpty();
  }

  /** What the Secret has to hold, for people. */
  String contents() {
    var uses = isServer() ? "server auth and client auth" : "client auth";
    var of = isServer() ? ", and the DNS names " + String.join(", ", hosts) : "";
    return "%s, %s and %s of a certificate for %s%s"
        .formatted(CERTIFICATE, KEY, AUTHORITY, uses, of);
  }
}
