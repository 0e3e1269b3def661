package io.cdcpipeline.testkit.apiserver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of an object path: version, namespace, resource, name and subresource. */
record RequestPath(
    String apiVersion, String namespace, String plural, String name, String subresource) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/(v1)|apis/([^/]+/[^/]+))(?:/namespaces/([^/]+))?/([^/]+)(?:/([^/]+))?(?:/([^/]+))?/?");
  private static final Pattern NAMESPACE =
      Pattern.compile("/api/v1/namespaces/([^/]+)(?:/(status|finalize))?");

  static Optional<RequestPath> parse(String path) {
    Matcher namespace = NAMESPACE.matcher(path);
    if (namespace.matches()) {
      return Optional.of(
          new RequestPath("v1", "", "namespaces", namespace.group(1), orEmpty(namespace.group(2))));
    }
    Matcher m = PATH.matcher(path);
    if (!m.matches()) {
      return Optional.empty();
    }
    String apiVersion = m.group(1) == null ? m.group(2) : m.group(1);
    return Optional.of(
        new RequestPath(
            apiVersion, orEmpty(m.group(3)), m.group(4), orEmpty(m.group(5)), orEmpty(m.group(6))));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
