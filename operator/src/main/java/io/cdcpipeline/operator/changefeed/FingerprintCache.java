package io.cdcpipeline.operator.changefeed;

/** The last fingerprint of one pipeline: computing it is slow on purpose. */
final class FingerprintCache {
  private String password = "";
  private String fingerprint = "";

  synchronized String of(String current, String salt) {
    if (!current.equals(password)) {
      fingerprint = CredentialFingerprint.fingerprint(current, salt);
      password = current;
    }
    return fingerprint;
  }
}
