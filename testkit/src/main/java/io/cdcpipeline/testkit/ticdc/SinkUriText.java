package io.cdcpipeline.testkit.ticdc;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A sink URI as TiCDC parses it and as it displays it. */
final class SinkUriText {
  private static final Set<String> SECRETS =
      Set.of("sasl-password", "access-key", "secret-access-key", "access_token", "token", "secret");
  private static final Pattern AMPERSAND = Pattern.compile("&");

  private SinkUriText() {}

  static URI parse(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw TicdcError.of("CDC:ErrSinkURIInvalid", "sink uri invalid '" + text + "'");
    }
    if (uri.getScheme() == null || !uri.getScheme().startsWith("kafka")) {
      throw TicdcError.of("CDC:ErrSinkURIInvalid", "sink uri invalid '" + text + "'");
    }
    if (uri.getPath() == null || uri.getPath().length() < 2) {
      throw TicdcError.of("CDC:ErrSinkURIInvalid", "no topic is specified in sink-uri " + text);
    }
    if (parameter(uri, "protocol").isEmpty()) {
      throw TicdcError.of("CDC:ErrSinkUnknownProtocol", "unknown '' message protocol for sink");
    }
    return uri;
  }

  static String parameter(URI uri, String name) {
    return parameters(uri).getOrDefault(name, "");
  }

  /** The displayed form: secrets and user info masked, parameters sorted. */
  static String masked(String text) {
    URI uri = URI.create(text);
    StringBuilder shown = new StringBuilder(uri.getScheme()).append("://");
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    shown.append(at < 0 ? authority : "xxxxx:xxxxx" + authority.substring(at));
    shown.append(uri.getRawPath());
    char separator = '?';
    for (Map.Entry<String, String> parameter : parameters(uri).entrySet()) {
      boolean secret = SECRETS.contains(parameter.getKey());
      shown.append(separator).append(parameter.getKey()).append('=');
      shown.append(secret ? "xxxxx" : parameter.getValue());
      separator = '&';
    }
    return shown.toString();
  }

  private static Map<String, String> parameters(URI uri) {
    Map<String, String> sorted = new TreeMap<>();
    String query = uri.getRawQuery();
    for (String pair :
        query == null ? List.<String>of() : AMPERSAND.splitAsStream(query).toList()) {
      int equals = pair.indexOf('=');
      sorted.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return sorted;
  }
}
