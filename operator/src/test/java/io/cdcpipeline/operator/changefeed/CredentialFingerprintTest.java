package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A fingerprint distinguishes passwords, for one salt. */
class CredentialFingerprintTest {
  @Test
  void dependsOnPasswordAndSalt() {
    assertThat(CredentialFingerprint.compute("a", "x"))
        .isEqualTo(CredentialFingerprint.compute("a", "x"));
    assertThat(CredentialFingerprint.compute("a", "x"))
        .isNotEqualTo(CredentialFingerprint.compute("b", "x"));
    assertThat(CredentialFingerprint.compute("a", "x"))
        .isNotEqualTo(CredentialFingerprint.compute("a", "y"));
    assertThat(CredentialFingerprint.compute("", "x")).isEmpty();
  }
}
