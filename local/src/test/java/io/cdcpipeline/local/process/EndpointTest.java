package io.cdcpipeline.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointTest {
  @Test
  void namesThePortInUseAndItsPurpose() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint endpoint = new Endpoint("127.0.0.1", taken.getLocalPort());
      assertThat(endpoint.accepts()).isTrue();
      assertThatThrownBy(() -> endpoint.requireFree("MariaDB"))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("MariaDB")
          .hasMessageContaining("Stop what listens there");
    }
  }

  @Test
  void aFreePortIsFree() {
    Endpoint endpoint = Endpoint.free();
    assertThat(endpoint.requireFree("a test").accepts()).isFalse();
  }

  @Test
  void noPortIsHandedOutTwice() {
    assertThat(Stream.generate(Endpoint::free).limit(2000)).doesNotHaveDuplicates();
  }
}
