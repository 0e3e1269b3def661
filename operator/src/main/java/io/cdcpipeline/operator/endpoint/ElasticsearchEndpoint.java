package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.BasicAuthorization;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a client reaches Elasticsearch.
 *
 * @param user empty for no authentication
 * @param ca PEM of the certificate authority; empty for the system's own
 */
public record ElasticsearchEndpoint(String url, Optional<User> user, Optional<String> ca) {

  /** A user name and its password. */
  public record User(String name, String password) {
    /**
     * That of a Secret which the spec names; empty where it names none.
     *
     * @param field the field of the spec, for the message
     * @throws io.cdcpipeline.operator.status.StageException when the Secret or a key is missing
     */
    static Optional<User> in(String secret, String field, SecretReader secrets) {
      return Optional.ofNullable(secret)
          .map(
              name ->
                  new User(
                      secrets.require(field, name, "username"),
                      secrets.require(field, name, "password")));
    }

    /** The header Authorization of a request, for basic authentication. */
    public String authorization() {
      return BasicAuthorization.of(name, password);
    }

    /** Never the password. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** Names the login to an existing Elasticsearch within the pipeline. */
  public static final String EXISTING_LOGIN = "elasticsearch";

  /** Names the login of a role's user to the pipeline's own Elasticsearch. */
  public static String login(String role) {
    return "elasticsearch-" + role;
  }

  /** The Secrets that a client of an existing Elasticsearch needs. */
  public static List<String> secrets(ExistingSearch search) {
    return Stream.of(search.credentialsSecret(), search.caSecret())
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * The pipeline's own Elasticsearch.
   *
   * @param role whose user logs in
   * @return empty until the user's Secret exists and ECK has created its certificate
   */
  public static Optional<ElasticsearchEndpoint> managed(
      ResourceNames names, String role, SecretReader secrets) {
    var user = secrets.read(names.elasticsearchUser(role)).orElse(Map.of());
    var ca = secrets.authority(names.elasticsearchCaSecret());
    return ca.isEmpty() || !user.containsKey("password")
        ? Optional.empty()
        : Optional.of(
            new ElasticsearchEndpoint(
                names.elasticsearchUrl(),
                Optional.of(new User(user.get("username"), user.get("password"))),
                ca));
  }

  /**
   * The user's own Elasticsearch, with the credentials that the spec names.
   *
   * @throws io.cdcpipeline.operator.status.StageException when a Secret or a key is missing
   */
  public static ElasticsearchEndpoint existing(ExistingSearch search, SecretReader secrets) {
    var user =
        User.in(search.credentialsSecret(), "spec.search.existing.credentialsSecret", secrets);
    var ca =
        Optional.ofNullable(search.caSecret())
            .map(name -> secrets.require("spec.search.existing.caSecret", name, "ca.crt"));
    return new ElasticsearchEndpoint(search.url(), user, ca);
  }

  /** Without a port, Filebeat connects to 9200 and every other client to 443 or 80. */
  public static String withPort(String url) {
    var uri = URI.create(url);
    if (uri.getPort() >= 0) {
      return url;
    }
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getScheme().equals("https") ? ":443" : ":80");
  }
}
