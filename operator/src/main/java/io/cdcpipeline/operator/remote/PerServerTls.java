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

/** TLS of an HTTP client in which the server decides how a connection is made. */
abstract class PerServerTls extends SSLContextSpi {
  private final SSLContext others;

  /**
   * One that can be given to a client with {@link #context}.
   *
   * @param others has everything but the connections
   */
  PerServerTls(SSLContext others) {
    this.others = others;
  }

  final SSLContext context() {
    return new SSLContext(this, others.getProvider(), others.getProtocol()) {};
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    throw new IllegalStateException("which authorities are trusted depends on the server");
  }

  @Override
  protected void engineInit(KeyManager[] keys, TrustManager[] authorities, SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("already initialized");
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    throw new IllegalStateException("which authorities are trusted depends on the server");
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    throw new IllegalStateException("for clients only");
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return others.getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return others.getClientSessionContext();
  }

  @Override
  protected SSLParameters engineGetDefaultSSLParameters() {
    return others.getDefaultSSLParameters();
  }

  @Override
  protected SSLParameters engineGetSupportedSSLParameters() {
    return others.getSupportedSSLParameters();
  }
}
