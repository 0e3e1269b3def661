package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a client checks the server that it connects to; the names are the SQL clients' own. */
public enum TlsMode {
  /** The certificate is signed by a trusted authority and names the host. */
  @JsonProperty("verify-identity")
  VERIFY_IDENTITY,
  /** The certificate is signed by a trusted authority. */
  @JsonProperty("verify-ca")
  VERIFY_CA,
  /** Encrypted, with any certificate. */
  @JsonProperty("require")
  REQUIRE,
  /** Never encrypted. */
  @JsonProperty("disabled")
  DISABLED;

  /** Whether the server has proved who it is before a password is sent. */
  public boolean verifies() {
    return this == VERIFY_IDENTITY || this == VERIFY_CA;
  }
}
