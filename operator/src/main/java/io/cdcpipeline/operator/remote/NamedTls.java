package io.cdcpipeline.operator.remote;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS to one server whose certificate must be for its name, although the connection is made to an
 * address. The JDK otherwise falls back to the address when the name does not match, and a
 * certificate for an address is easy to get for whoever owns it.
 */
public final class NamedTls extends PerServerTls {
  private final SSLContext trust;
  private final String host;

  private NamedTls(SSLContext trust, String host) {
    super(trust);
    this.trust = trust;
    this.host = host;
  }

  /** The context, whatever address the connection is made to. */
  public static SSLContext of(SSLContext trust, String host) {
    return new NamedTls(trust, host).context();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String address, int port) {
    return trust.createSSLEngine(host, port);
  }
}
