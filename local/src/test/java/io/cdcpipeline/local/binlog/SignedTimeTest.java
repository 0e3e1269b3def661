package io.cdcpipeline.local.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignedTimeTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Bytes in the layout of MySQL's my_time_packed_to_binary. */
  @Test
  void readsBothSigns() {
    assertThat(SignedTime.micros(0, bytes(0x80, 0x00, 0x01))).isEqualTo(1_000_000);
    assertThat(SignedTime.micros(0, bytes(0x7f, 0xff, 0xff))).isEqualTo(-1_000_000);
    assertThat(SignedTime.micros(0, bytes(0x80, 0x10, 0x00))).isEqualTo(3_600_000_000L);
    assertThat(SignedTime.micros(2, bytes(0x80, 0x00, 0x00, 0x19))).isEqualTo(250_000);
    assertThat(SignedTime.micros(2, bytes(0x7f, 0xff, 0xff, 0xe7))).isEqualTo(-250_000);
    assertThat(SignedTime.micros(6, bytes(0x80, 0x00, 0x01, 0x00, 0x00, 0x01)))
        .isEqualTo(1_000_001);
  }
}
