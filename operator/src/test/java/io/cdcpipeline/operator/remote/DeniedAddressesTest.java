package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedAddressesTest {
  private static final Map<String, String> CLUSTER = Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "169.254.169.254",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe"
      })
  void whatOnlyThisPodOrNodeMayReachIsRefusedInACluster(String address) throws Exception {
    var ip = InetAddress.getByName(address);

    assertThatThrownBy(() -> DeniedAddresses.from(CLUSTER).check("es", ip))
        .isInstanceOfSatisfying(
            StageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.AddressRefused));
    assertThatCode(() -> DeniedAddresses.from(Map.of()).check("es", ip)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.96.0.10", "192.168.1.1", "8.8.8.8", "2001:db8::1", "128.0.0.1"})
  void otherAddressesAreAllowed(String address) throws Exception {
    var ip = InetAddress.getByName(address);

    assertThatCode(() -> DeniedAddresses.from(CLUSTER).check("es", ip)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "localhost", "10.0.0/8/8"})
  void anInvalidEntryIsNamed(String entry) {
    assertThatThrownBy(
            () -> DeniedAddresses.from(Map.of("DENIED_ADDRESSES", "10.0.0.0/8," + entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry);
  }
}
