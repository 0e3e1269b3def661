package io.cdcpipeline.operator.database;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import io.cdcpipeline.operator.api.TlsMode;
import io.cdcpipeline.operator.remote.PemTrust;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The driver's sockets, to addresses that were checked before and with the certificate checks of
 * the JDK: the driver itself looks names up again, and takes its authorities only from a key store
 * file. Created by the driver, once per connection.
 */
public final class SqlSocketFactory extends StandardSocketFactory {
  private static final String ADDRESSES = "cdcAddresses";
  private static final String MODE = "cdcTlsMode";
  private static final String CA = "cdcTlsCa";

  private TlsMode mode;
  private String ca;

  /** Adds this class, and what it needs to know, to the properties of a connection. */
  static void use(Properties properties, SqlTls tls, InetAddress[] addresses) {
    properties.setProperty(
        ADDRESSES,
        Arrays.stream(addresses).map(InetAddress::getHostAddress).collect(Collectors.joining(",")));
    properties.setProperty("socketFactory", SqlSocketFactory.class.getName());
    if (tls.mode() != null) {
      properties.setProperty(MODE, tls.mode().name());
    }
    if (tls.ca() != null) {
      properties.setProperty(CA, tls.ca());
    }
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // the driver's own signature
  public <T extends Closeable> T connect(
      String toHost, int toPort, PropertySet properties, int loginTimeout) throws IOException {
    var modeName = text(properties, MODE);
    mode = modeName == null ? null : TlsMode.valueOf(modeName);
    ca = text(properties, CA);
    IOException last = null;
    for (var address : String.valueOf(text(properties, ADDRESSES)).split(",", -1)) {
      try {
        T socket = super.connect(address, toPort, properties, loginTimeout);
        host = toHost;
        return socket;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last == null ? new IOException("no address") : last;
  }

  /** Null when the property is not set. */
  private static String text(PropertySet properties, String name) {
    var property = properties.getStringProperty(name);
    return property == null ? null : property.getValue();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the driver's own signature
  public <T extends Closeable> T performTlsHandshake(
      SocketConnection connection, ServerSession session, Log log) throws IOException {
    if (mode == null || !mode.verifies()) {
      return super.performTlsHandshake(connection, session, log);
    }
    var secured = (SSLSocket) trust().getSocketFactory().createSocket(rawSocket, host, port, true);
    if (mode == TlsMode.VERIFY_IDENTITY) {
      var parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
    }
    secured.startHandshake();
    sslSocket = secured;
    return (T) secured;
  }

  private SSLContext trust() throws IOException {
    try {
      return ca == null ? SSLContext.getDefault() : PemTrust.trusting(ca);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
