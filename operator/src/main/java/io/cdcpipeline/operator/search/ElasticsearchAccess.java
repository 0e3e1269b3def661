package io.cdcpipeline.operator.search;

import java.util.Optional;

/**
 * Address and credentials.
 *
 * @param user empty for no authentication
 * @param authority PEM of the certificate authority; empty for those of the system
 */
record ElasticsearchAccess(String url, Optional<User> user, Optional<String> authority) {

  /** A name and its password. */
  record User(String name, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return name;
    }
  }
}
