package io.cdcpipeline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyStoresTest {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final Config WITH_CA =
      new ConfigBuilder(Config.empty()).withCaCertFile("ca").build();

  @AfterEach
  void clear() {
    System.clearProperty(TRUST_STORE);
  }

  @Test
  void aKubeconfigsOwnCaIsTheOnlyOne() {
    assertThat(trustStoreWhile(WITH_CA)).isEqualTo("/dev/null");
    assertThat(System.getProperty(TRUST_STORE)).isNull();
  }

  @Test
  void withoutOneTheCasOfTheJdkAreTrusted() {
    assertThat(trustStoreWhile(Config.empty())).isNull();
  }

  @Test
  void aTrustStoreOfTheUserIsKept() {
    System.setProperty(TRUST_STORE, "mine");
    assertThat(trustStoreWhile(WITH_CA)).isEqualTo("mine");
    assertThat(System.getProperty(TRUST_STORE)).isEqualTo("mine");
  }

  private static String trustStoreWhile(Config config) {
    var seen = new AtomicReference<String>();
    KeyStores.with(
        config,
        opened -> {
          seen.set(System.getProperty(TRUST_STORE));
          return null;
        });
    return seen.get();
  }
}
