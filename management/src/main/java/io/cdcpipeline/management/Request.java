package io.cdcpipeline.management;

/**
 * What matters of a request without a body.
 *
 * @param path without the query
 * @param accept the header of that name; "" without one
 */
record Request(String method, String path, String accept) {
  static final String END = "\r\n\r\n";

  /** Parses everything before the empty line; null if it is not HTTP. */
  static Request parse(String head) {
    var lines = head.split("\r\n", -1);
    var first = lines[0].split(" ", -1);
    if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
      return null;
    }
    var accept = "";
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0 && lines[i].substring(0, colon).equalsIgnoreCase("accept")) {
        accept = lines[i].substring(colon + 1).strip();
      }
    }
    int query = first[1].indexOf('?');
    return new Request(first[0], query < 0 ? first[1] : first[1].substring(0, query), accept);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  boolean isRead() {
    return isHead() || method.equals("GET");
  }
}
