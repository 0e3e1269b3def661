package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.LokiSearch;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint.User;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a client reaches Loki.
 *
 * @param tenant sent as X-Scope-OrgID; empty for none
 * @param user of basic authentication; empty for none
 * @param ca PEM of the certificate authority; empty for the system's own
 */
public record LokiEndpoint(
    String url, Optional<String> tenant, Optional<User> user, Optional<String> ca) {

  /**
   * That of the spec.
   *
   * @throws io.cdcpipeline.operator.status.StageException when a Secret or a key is missing
   */
  public static LokiEndpoint of(LokiSearch loki, SecretReader secrets) {
    var user = User.in(loki.credentialsSecret(), "spec.search.loki.credentialsSecret", secrets);
    var ca =
        Optional.ofNullable(loki.caSecret())
            .map(name -> secrets.require("spec.search.loki.caSecret", name, "ca.crt"));
    return new LokiEndpoint(
        loki.url().replaceAll("/+$", ""), Optional.ofNullable(loki.tenant()), user, ca);
  }

  /** The Secrets that a client needs. */
  public static List<String> secrets(LokiSearch loki) {
    return Stream.of(loki.credentialsSecret(), loki.caSecret()).filter(Objects::nonNull).toList();
  }
}
