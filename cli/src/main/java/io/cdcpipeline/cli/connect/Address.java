package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.output.CliException;
import java.util.regex.Pattern;

/**
 * Host and port as the status names them.
 *
 * @param scheme of a URL; "" for host:port
 */
public record Address(String scheme, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\w+)://)?(\\[[^\\]]+\\]|[^:/,]+)(?::(\\d+))?(?:[/,].*)?");
  private static final Pattern SERVICE = Pattern.compile("([^.]+)\\.([^.]+)\\.svc(?:\\..*)?");

  /** Of several, the first. */
  public static Address parse(String text, int defaultPort) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw CliException.unavailable("\"" + text + "\" is not an address", "");
    }
    var scheme = parts.group(1) == null ? "" : parts.group(1);
    int port = parts.group(3) == null ? defaultPort : Integer.parseInt(parts.group(3));
    return new Address(scheme, parts.group(2), port);
  }

  /** Whether it is a Service of the cluster, whose name only the cluster knows. */
  boolean isService() {
    return SERVICE.matcher(host).matches();
  }

  String service() {
    return host.substring(0, host.indexOf('.'));
  }

  String serviceNamespace() {
    var parts = SERVICE.matcher(host);
    return parts.matches() ? parts.group(2) : "";
  }
}
