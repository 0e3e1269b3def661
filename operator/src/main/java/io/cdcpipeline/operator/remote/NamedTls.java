package io.cdcpipeline.operator.remote;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS to one server whose certificate must be for its name, although the connection is made to an
 * address. The JDK otherwise falls back to the address when the name does not match, and a
 * certificate for an address is easy to get for whoever owns it.
 */
public final class NamedTls extends SSLContextSpi {
  private final SSLContext trust;
  private final String host;

  private NamedTls(SSLContext trust, String host) {
    this.trust = trust;
    this.host = host;
  }

  /** The context, whatever address the connection is made to. */
  public static SSLContext of(SSLContext trust, String host) {
    return new SSLContext(new NamedTls(trust, host), trust.getProvider(), trust.getProtocol()) {};
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String address, int port) {
    return trust.createSSLEngine(host, port);
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return trust.createSSLEngine();
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] authorities, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("already initialized");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return trust.getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return trust.getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return trust.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return trust.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return trust.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return trust.getSupportedSSLParameters();
  }
}
