package io.cdcpipeline.operator.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The header Authorization of a request with a name and a password (RFC 7617). */
public final class BasicAuthorization {
  private BasicAuthorization() {}

  public static String of(String name, String password) {
    var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
