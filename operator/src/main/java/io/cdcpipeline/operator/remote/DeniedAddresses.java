package io.cdcpipeline.operator.remote;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Addresses that no pipeline may name, because only this pod or this node should reach them: the
 * operator's own ports, kubelet, and the cloud's metadata with its credentials.
 */
public record DeniedAddresses(List<Range> ranges) {
  public static final DeniedAddresses NONE = new DeniedAddresses(List.of());

  /** Loopback, this host, link-local (metadata of all clouds) and multicast. */
  private static final String DEFAULT =
      "0.0.0.0/8,127.0.0.0/8,169.254.0.0/16,224.0.0.0/4,::/128,::1/128,fe80::/10,ff00::/8,"
          + "fd00:ec2::254/128,100.100.100.200/32";

  /** A network: the first bits of its addresses. */
  public record Range(String text, InetAddress network, int bits) {
    private boolean contains(InetAddress other) {
      var address = other.getAddress();
      var start = network.getAddress();
      if (address.length != start.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * From DENIED_ADDRESSES, else the default inside a cluster and nothing outside, where a developer
   * runs everything on one machine.
   *
   * @throws IllegalArgumentException when an entry is not an address or CIDR
   */
  public static DeniedAddresses from(Map<String, String> environment) {
    var inCluster = environment.containsKey("KUBERNETES_SERVICE_HOST");
    var text = environment.getOrDefault("DENIED_ADDRESSES", inCluster ? DEFAULT : "");
    return new DeniedAddresses(
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .map(DeniedAddresses::range)
            .toList());
  }

  private static Range range(String text) {
    var parts = text.split("/", 2);
    // Only literals: a host name would be looked up.
    if (parts[0].matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
      try {
        var network = InetAddress.getByName(parts[0]);
        int longest = network.getAddress().length * 8;
        int bits = parts.length == 1 ? longest : Integer.parseInt(parts[1]);
        if (bits >= 0 && bits <= longest) {
          return new Range(text, network, bits);
        }
      } catch (UnknownHostException | NumberFormatException e) {
        // reported below
      }
    }
    throw new IllegalArgumentException(
        "DENIED_ADDRESSES contains \"%s\", but must be comma-separated addresses or networks such as"
                .formatted(text)
            + " 169.254.0.0/16");
  }

  /**
   * Refuses an address of these networks.
   *
   * @throws StageException with AddressRefused
   */
  public void check(String host, InetAddress address) {
    for (var range : ranges) {
      if (range.contains(address)) {
        throw new StageException(
            Reason.AddressRefused,
            "%s is %s in %s, which no pipeline may use; the operator's chart value"
                    .formatted(host, address.getHostAddress(), range.text())
                + " deniedAddresses decides");
      }
    }
  }
}
