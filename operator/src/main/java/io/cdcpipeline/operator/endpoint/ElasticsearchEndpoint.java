package io.cdcpipeline.operator.endpoint;

import java.util.Optional;

/**
 * Address and credentials.
 *
 * @param user empty for no authentication
 * @param authority PEM of the certificate authority; empty for those of the system
 */
public record ElasticsearchEndpoint(String url, Optional<User> user, Optional<String> authority) {

  /** A name and its password. */
  public record User(String name, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return name;
    }
  }
}
