package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A sink URI, {@code kafka://h1:9092,h2:9092/topic?...}; it contains a password. */
record SinkUri(String brokers, String topic, Map<String, String> parameters) {
  private static final int MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

  static SinkUri parse(URI uri) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    SinkUri sink = new SinkUri(uri.getRawAuthority(), uri.getPath().substring(1), parameters);
    String protocol = sink.parameter("protocol").orElse("");
    if (!protocol.equals("canal-json")) {
      throw TicdcError.of(
          "CDC:ErrSinkUnknownProtocol", "unknown '" + protocol + "' message protocol for sink");
    }
    return sink;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  int number(String name, int otherwise) {
    try {
      return parameter(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw invalid("invalid value of " + name + ": " + parameters.get(name));
    }
  }

  boolean flag(String name, boolean otherwise) {
    return parameter(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  int maxMessageBytes() {
    return number("max-message-bytes", MAX_MESSAGE_BYTES);
  }

  static TicdcError invalid(String why) {
    return TicdcError.of("CDC:ErrSinkURIInvalid", why);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "kafka://" + brokers + "/" + topic;
  }
}
