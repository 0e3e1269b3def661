package io.cdcpipeline.cli.trace;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.remote.NamedTls;
import io.cdcpipeline.operator.remote.PemTrust;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Clients of what is searched, which trust the authority of a Secret in the namespace. */
record SearchHttp(Cluster cluster, String namespace) {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * One client.
   *
   * @param caSecret with ca.crt; "": the system's authorities
   * @param host that the certificate is for, whatever address a tunnel has
   */
  HttpClient client(String caSecret, String host) {
    var builder = HttpClient.newBuilder().connectTimeout(TIMEOUT);
    if (!caSecret.isEmpty()) {
      builder.sslContext(NamedTls.of(PemTrust.trusting(authority(caSecret)), host));
    }
    return builder.build();
  }

  private String authority(String name) {
    var secret = cluster.ask(c -> c.secrets().inNamespace(namespace).withName(name).get());
    var encoded =
        secret == null || secret.getData() == null ? null : secret.getData().get("ca.crt");
    if (encoded == null) {
      throw CliException.unavailable("no ca.crt in Secret " + name, "");
    }
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
