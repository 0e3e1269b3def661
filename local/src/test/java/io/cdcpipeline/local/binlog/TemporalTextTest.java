package io.cdcpipeline.local.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bytes in the layout of MySQL's my_time.cc. */
class TemporalTextTest {
  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void timeHasASign() {
    assertThat(TemporalText.time(0, bytes(0x80, 0x00, 0x01))).isEqualTo("00:00:01");
    assertThat(TemporalText.time(0, bytes(0x7f, 0xff, 0xff))).isEqualTo("-00:00:01");
    assertThat(TemporalText.time(0, bytes(0x80, 0x10, 0x00))).isEqualTo("01:00:00");
    assertThat(TemporalText.time(2, bytes(0x80, 0x00, 0x00, 0x19))).isEqualTo("00:00:00.25");
    assertThat(TemporalText.time(1, bytes(0x7f, 0xff, 0xff, 0xe7))).isEqualTo("-00:00:00.2");
    assertThat(TemporalText.time(6, bytes(0x80, 0x00, 0x01, 0x00, 0x00, 0x01)))
        .isEqualTo("00:00:01.000001");
  }

  @Test
  void aDateMayBePartlyZero() {
    assertThat(TemporalText.date(bytes(0, 0, 0))).isEqualTo("0000-00-00");
    assertThat(TemporalText.date(bytes(0xa0, 0xce, 0x0f))).isEqualTo("2023-05-00");
    assertThat(TemporalText.date(bytes(0x9f, 0x1f, 0x4e))).isEqualTo("9999-12-31");
  }

  @Test
  void aZeroTimestampIsNot1970() {
    assertThat(TemporalText.timestamp(0, bytes(0, 0, 0, 0))).isEqualTo("0000-00-00 00:00:00");
    assertThat(TemporalText.timestamp(3, bytes(0, 0, 0, 0, 0, 0)))
        .isEqualTo("0000-00-00 00:00:00.000");
    assertThat(TemporalText.timestamp(0, bytes(0, 0, 0, 1))).isEqualTo("1970-01-01 00:00:01");
  }

  @Test
  void dateTimeKeepsItsFraction() {
    assertThat(TemporalText.dateTime(0, bytes(0x80, 0, 0, 0, 0))).isEqualTo("0000-00-00 00:00:00");
    assertThat(TemporalText.dateTime(6, bytes(0x99, 0xb0, 0x00, 0xa0, 0x00, 0x01, 0xe2, 0x40)))
        .isEqualTo("2023-05-00 10:00:00.123456");
  }
}
