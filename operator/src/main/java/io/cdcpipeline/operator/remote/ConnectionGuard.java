package io.cdcpipeline.operator.remote;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Decides whether this process may connect to an address that a pipeline's spec names. Names are
 * checked as resolved, and callers connect to what was checked: a name may resolve differently the
 * next time.
 */
@FunctionalInterface
public interface ConnectionGuard {
  /** For systems that this operator created, whose names no user chose. */
  ConnectionGuard OPEN = (host, address) -> {};

  /**
   * Checks one address.
   *
   * @param host the name or address in the spec, for the message
   * @throws io.cdcpipeline.operator.status.StageException with AddressRefused
   */
  void check(String host, InetAddress address);

  /**
   * Every address of a host, all of which may be connected to.
   *
   * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
   * @throws UnknownHostException when DNS does not know the name
   */
  default InetAddress[] resolve(String host) throws UnknownHostException {
    var addresses = InetAddress.getAllByName(host);
    for (var address : addresses) {
      check(host, address);
    }
    return addresses;
  }
}
