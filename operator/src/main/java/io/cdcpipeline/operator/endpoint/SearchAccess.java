package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.Map;

/**
 * How Grafana reads events: as the reader of a managed Elasticsearch, else as the user's own.
 *
 * @param username null where Elasticsearch asks for none
 * @param authority PEM; null for the system's certificate authorities
 */
public record SearchAccess(String url, String username, String password, String authority) {
  public static SearchAccess of(StageContext context) {
    var existing = context.spec().search().existing();
    return existing == null
        ? managed(context.names(), context.secrets())
        : existing(existing, context.secrets());
  }

  private static SearchAccess managed(ResourceNames names, SecretStore secrets) {
    var reader = secrets.read(names.elasticsearchUser("reader")).orElse(Map.of());
    var authority =
        secrets.read(names.elasticsearchCaSecret()).orElse(Map.<String, String>of()).get("ca.crt");
    if (authority == null || !reader.containsKey("password")) {
      throw new StageException(
          Reason.DependencyNotReady, "Grafana's data source waits for Elasticsearch (SearchReady)");
    }
    return new SearchAccess(
        names.elasticsearchUrl(), reader.get("username"), reader.get("password"), authority);
  }

  private static SearchAccess existing(ExistingSearch search, SecretStore secrets) {
    var user = search.credentialsSecret();
    var authority = search.caSecret();
    var of = "spec.search.existing.";
    return new SearchAccess(
        search.url(),
        user == null ? null : secrets.require(of + "credentialsSecret", user, "username"),
        user == null ? null : secrets.require(of + "credentialsSecret", user, "password"),
        authority == null ? null : secrets.require(of + "caSecret", authority, "ca.crt"));
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "SearchAccess[url=" + url + ", username=" + username + "]";
  }
}
