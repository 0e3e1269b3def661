package io.cdcpipeline.testkit.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The JDK's HTTP servers, made so that they answer at once. Otherwise the second part of each
 * answer waits 40 ms, until the client's delayed acknowledgement of the first; and whichever server
 * of a process is made first decides that for all of them (sun.net.httpserver.ServerConfig).
 */
public final class HttpServers {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private HttpServers() {}

  /** One that is not bound yet. */
  public static HttpServer unbound() throws IOException {
    return HttpServer.create();
  }

  /** One with TLS that is not bound yet. */
  public static HttpsServer unbound(HttpsConfigurator tls) throws IOException {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(tls);
    return server;
  }

  /** One at that address, with the system's length of its queue. */
  public static HttpServer at(InetSocketAddress address) throws IOException {
    return HttpServer.create(address, 0);
  }

  /** The same with TLS. */
  public static HttpsServer at(InetSocketAddress address, HttpsConfigurator tls)
      throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(tls);
    return server;
  }
}
