package io.cdcpipeline.testkit.ticdc;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.cdcpipeline.testkit.http.HttpServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** How the API of the stand-in is reached. */
final class Listening {
  private Listening() {}

  static HttpServer plain(InetSocketAddress bind) {
    try {
      return HttpServers.at(bind);
    } catch (IOException e) {
      throw refused(bind, e);
    }
  }

  /** With TLS in which the client has to show a certificate too. */
  static HttpServer mutual(InetSocketAddress bind, SSLContext tls) {
    try {
      return HttpServers.at(bind, new ClientCertificates(tls));
    } catch (IOException e) {
      throw refused(bind, e);
    }
  }

  private static UncheckedIOException refused(InetSocketAddress bind, IOException e) {
    return new UncheckedIOException("TiCDC stand-in cannot listen on " + bind, e);
  }

  private static final class ClientCertificates extends HttpsConfigurator {
    ClientCertificates(SSLContext tls) {
      super(tls);
    }

    @Override
    public void configure(HttpsParameters connection) {
      SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
      parameters.setNeedClientAuth(true);
      // In 1.3 a client learns later that its certificate is refused, by an alert that TiCDC sends
      // and the JDK's server does not; in 1.2 the handshake fails with both.
      parameters.setProtocols(new String[] {"TLSv1.2"});
      connection.setSSLParameters(parameters);
    }
  }
}
