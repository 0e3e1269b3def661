package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
  /** As Go writes them, and with it Kubernetes. */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "fd00:0:0:0:0:0:0:1, fd00::1",
    "FD00:0:0:A:0:0:0:1, fd00:0:0:a::1",
    "0:0:0:0:0:0:0:1, ::1",
    "fd00:0:0:0:0:0:0:0, fd00::",
    "0:0:0:0:0:0:0:0, ::",
    "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:1:1, 2001::1:0:0:1:1",
  })
  void isThatOfKubernetes(String written, String stored) throws UnknownHostException {
    assertThat(AddressText.of(InetAddress.getByName(written))).isEqualTo(stored);
  }
}
