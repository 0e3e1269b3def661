package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ExistingDatabase;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.MutualTls;
import io.cdcpipeline.operator.remote.PemTrust;
import io.cdcpipeline.operator.remote.PinnedRequests;
import java.net.http.HttpClient;
import java.util.Optional;

/**
 * How a client reaches TiCDC's API.
 *
 * @param ca PEM of the certificate authority of an existing TiCDC; empty for the system's own
 * @param tls with which the pipeline's own TiCDC is reached, if the components of its TiDB use TLS
 * @param distrust what may be wrong where the certificates do not fit
 */
public record TicdcEndpoint(
    String url, Optional<String> ca, Optional<MutualTls> tls, String distrust) {
  private static final String FIELD = "spec.database.managed.tls: TiDB Operator";

  /**
   * The TiCDC of a pipeline.
   *
   * @throws io.cdcpipeline.operator.status.StageException when a Secret or a key is missing
   */
  public static TicdcEndpoint of(CdcPipeline pipeline, SecretReader secrets) {
    var database = pipeline.getSpec().database();
    if (database.existing() != null) {
      return existing(database.existing(), secrets);
    }
    var names = ResourceNames.of(pipeline);
    var managed = database.managed();
    return managed != null && Boolean.TRUE.equals(managed.tls())
        ? mutual(names, secrets)
        : plain(names.ticdcUrl(false));
  }

  /** One without TLS. */
  public static TicdcEndpoint plain(String url) {
    return new TicdcEndpoint(url, Optional.empty(), Optional.empty(), "");
  }

  /**
   * A client that trusts what this endpoint's server has to show.
   *
   * @throws io.cdcpipeline.operator.status.StageException when a text is no certificate, or no key
   */
  public HttpClient client() {
    return tls.map(mutual -> PinnedRequests.shared(url, mutual))
        .orElseGet(() -> PinnedRequests.client(url, ca.map(PemTrust::trusting)));
  }

  private static TicdcEndpoint existing(ExistingDatabase database, SecretReader secrets) {
    var ca =
        Optional.ofNullable(database.ticdcCaSecret())
            .map(s -> secrets.require("spec.database.existing.ticdcCaSecret", s, "ca.crt"));
    return new TicdcEndpoint(
        database.ticdcUrl(),
        ca,
        Optional.empty(),
        "is not signed by the authority in spec.database.existing.ticdcCaSecret (absent: by one of"
            + " the system), or is for another host");
  }

  private static TicdcEndpoint mutual(ResourceNames names, SecretReader secrets) {
    var secret = names.tidbClientCertificate();
    var tls =
        new MutualTls(
            secrets.require(FIELD, secret, "ca.crt"),
            secrets.require(FIELD, secret, "tls.crt"),
            secrets.require(FIELD, secret, "tls.key"),
            certifiedName(names));
    return new TicdcEndpoint(
        names.ticdcUrl(true),
        Optional.empty(),
        Optional.of(tls),
        "is not signed by the authority in Secret %s, or is not for %s, or TiCDC does not accept the client certificate in that Secret"
            .formatted(secret, tls.server()));
  }

  /**
   * The name in the certificate of a pipeline's own TiCDC by which it is recognized. It is among
   * those that TiDB Operator's documentation asks for, unlike that of our own Service.
   */
  public static String certifiedName(ResourceNames names) {
    return names.service(names.tidbPeers("ticdc"));
  }
}
