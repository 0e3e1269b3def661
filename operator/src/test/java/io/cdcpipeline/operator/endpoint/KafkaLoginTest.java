package io.cdcpipeline.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KafkaLoginTest {
  @Test
  void toStringHidesThePassword() {
    var login = new KafkaLogin("SCRAM-SHA-512", "shop-ticdc", "s3cr3t");

    assertThat(login.toString()).isEqualTo("KafkaLogin[SCRAM-SHA-512, shop-ticdc]");
  }
}
