package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.status.Reason;
import java.util.Map;

/**
 * How Grafana reads events: as the reader of a managed Elasticsearch, else as the user's own.
 *
 * @param username null where Elasticsearch asks for none
 * @param authority PEM; null for the system's certificate authorities
 */
record SearchAccess(String url, String username, String password, String authority) {
  static SearchAccess of(StageContext context) {
    var existing = context.spec().search().existing();
    return existing == null
        ? managed(context.names(), context.secrets())
        : existing(existing, context.secrets());
  }

  private static SearchAccess managed(Names names, Secrets secrets) {
    var reader = secrets.read(names.elasticsearchUser("reader")).orElse(Map.of());
    var authority =
        secrets.read(names.elasticsearchCaSecret()).orElse(Map.<String, String>of()).get("ca.crt");
    if (authority == null || !reader.containsKey("password")) {
      throw new StageException(
          Reason.Waiting, "Grafana's data source waits for Elasticsearch (SearchReady)");
    }
    return new SearchAccess(
        names.elasticsearchUrl(), reader.get("username"), reader.get("password"), authority);
  }

  private static SearchAccess existing(ExistingSearch search, Secrets secrets) {
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
