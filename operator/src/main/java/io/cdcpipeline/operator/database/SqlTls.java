package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.ExistingDatabaseTls;
import io.cdcpipeline.operator.api.TlsMode;
import io.cdcpipeline.operator.kubernetes.SecretReader;

/**
 * How a connection to the database is secured.
 *
 * @param mode null for encrypted if the server offers it, with any certificate
 * @param ca PEM of the certificate authority; null for the system's own
 */
record SqlTls(TlsMode mode, String ca) {
  static final SqlTls IF_OFFERED = new SqlTls(null, null);

  /**
   * As the spec says.
   *
   * @throws io.cdcpipeline.operator.status.StageException when the Secret or its key is missing
   */
  static SqlTls of(ExistingDatabaseTls tls, SecretReader secrets) {
    if (tls == null) {
      return IF_OFFERED;
    }
    var field = "spec.database.existing.tls.caSecret";
    var secret = tls.caSecret();
    return new SqlTls(tls.mode(), secret == null ? null : secrets.require(field, secret, "ca.crt"));
  }

  boolean verifies() {
    return mode != null && mode.verifies();
  }

  /** The driver's sslMode; certificates are checked by {@link SqlSocketFactory}. */
  String driverMode() {
    if (mode == null) {
      return "PREFERRED";
    }
    return mode == TlsMode.DISABLED ? "DISABLED" : "REQUIRED";
  }
}
