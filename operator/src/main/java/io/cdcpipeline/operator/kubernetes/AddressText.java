package io.cdcpipeline.operator.kubernetes;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** An IP address in the form that Kubernetes stores, for IPv6 that of RFC 5952. */
final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /** For example 10.0.0.1 or fd00::1, where Java writes fd00:0:0:0:0:0:0:1. */
  static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    var groups = new int[GROUPS];
    var bytes = ByteBuffer.wrap(address.getAddress());
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = Short.toUnsignedInt(bytes.getShort());
    }
    return shortened(groups, longestZeros(groups));
  }

  /** The start and the length of the first of the longest runs of two zeros or more. */
  private static int[] longestZeros(int[] groups) {
    int[] longest = {-1, 1};
    for (int from = 0; from < GROUPS; from++) {
      int to = from;
      while (to < GROUPS && groups[to] == 0) {
        to++;
      }
      if (to - from > longest[1]) {
        longest = new int[] {from, to - from};
      }
    }
    return longest;
  }

  private static String shortened(int[] groups, int[] zeros) {
    var text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == zeros[0]) {
        text.append("::");
        i += zeros[1] - 1;
      } else {
        boolean separate = i > 0 && text.charAt(text.length() - 1) != ':';
        text.append(separate ? ":" : "").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
