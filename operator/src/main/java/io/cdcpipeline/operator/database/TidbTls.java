package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * TLS between TiDB's components. TiDB Operator issues no certificates and does not say when one is
 * missing: pods then wait for their volumes, or refuse each other. So nothing is created before
 * they are there and fit.
 */
final class TidbTls {
  private static final String GUIDE = "docs/security.md has a manifest for cert-manager";

  private TidbTls() {}

  static boolean enabled(ManagedDatabase database) {
    return Boolean.TRUE.equals(database.tls());
  }

  /** Whether a TidbCluster of v1, or a Cluster of v2, has it. */
  static boolean enabled(GenericKubernetesResource cluster) {
    return Boolean.TRUE.equals(cluster.get("spec", "tlsCluster", "enabled"));
  }

  /** Why TiDB cannot be switched to what the spec has; it could be one that outlived another. */
  static Optional<String> problem(ResourceNames names, boolean desired, Optional<Boolean> live) {
    return live.filter(now -> now != desired)
        .map(
            now ->
                "spec.database.managed.tls is %1$s, but TiDB %2$s was created with %3$s and TiDB Operator cannot change it: set it to %3$s, or delete that TiDB, with its data"
                    .formatted(desired, names.database(), now));
  }

  /** Everything that is wrong with the certificates; empty if they fit. */
  static Optional<StageException> problem(ResourceNames names, SecretReader secrets, Instant now) {
    var fitting = new ArrayList<TrustedCertificate>();
    var problems = new ArrayList<StageException>();
    for (var certificate : TidbCertificate.of(names)) {
      try {
        fitting.add(read(certificate, secrets, now));
      } catch (StageException e) {
        problems.add(e);
      }
    }
    if (problems.isEmpty()) {
      untrusted(fitting, now).ifPresent(problems::add);
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(all(problems));
  }

  private static TrustedCertificate read(
      TidbCertificate certificate, SecretReader secrets, Instant now) {
    var content =
        secrets
            .read(certificate.secret())
            .orElseThrow(
                () ->
                    new StageException(
                        Reason.InvalidReference,
                        "Secret %s does not exist: it needs %s"
                            .formatted(certificate.secret(), certificate.contents())));
    return new TidbCertificateCheck(certificate, content, now).certificate();
  }

  /** Each has to accept every other, and itself: two pods of a component have the same. */
  private static Optional<StageException> untrusted(
      List<TrustedCertificate> certificates, Instant now) {
    for (var one : certificates) {
      for (var other : certificates) {
        if (!one.accepts(other, now)) {
          return Optional.of(
              new StageException(
                  Reason.CertificateNotTrusted,
                  "the certificate in Secret %s is not signed by an authority in ca.crt of Secret %s: all have to trust each other"
                      .formatted(other.secret(), one.secret())));
        }
      }
    }
    return Optional.empty();
  }

  private static StageException all(List<StageException> problems) {
    return new StageException(
        problems.get(0).reason(),
        problems.stream().map(StageException::getMessage).collect(Collectors.joining("; "))
            + "; "
            + GUIDE);
  }
}
