package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The sink URI is sent encoded and printed without its password. */
class SinkUriTest {
  @Test
  void isEncodedAndHidesThePassword() {
    SinkUri sink = ReconcilerFixture.desired().sink().with("replication-factor", 3);
    assertThat(sink.text())
        .startsWith("kafka://kafka:9094/cdc?")
        .contains("sasl-password=s3cr3t-p%2Fss+w%26rd", "replication-factor=3")
        .contains("protocol=canal-json", "enable-tidb-extension=true", "auto-create-topic=false");
    assertThat(sink.toString()).doesNotContain("s3cr3t").contains("sasl-password=xxxxx");
    assertThat(ReconcilerFixture.desired().toString()).doesNotContain("s3cr3t");
    assertThat(SinkUri.parse(sink.toString()).parameters()).isEqualTo(sink.parameters());
    assertThat(SinkUri.canalJson("k:1", "t").tls("/ca", "/cert", "/key").text())
        .contains("enable-tls=true", "ca=%2Fca", "cert=%2Fcert", "key=%2Fkey");
  }
}
