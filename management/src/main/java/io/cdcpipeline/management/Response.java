package io.cdcpipeline.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** A response after which the connection is closed. */
record Response(int status, String contentType, String body) {
  static final Response DONE = text(200, "done");
  static final Response BAD_REQUEST = text(400, "not an HTTP request");
  static final Response NOT_FOUND = text(404, "only /metrics, /livez and /readyz");
  static final Response NOT_ALLOWED = text(405, "only GET and HEAD");
  static final Response TOO_LARGE = text(431, "the request is too large");
  static final Response FAILED = text(500, "failed, see the log");
  static final Response BUSY = text(503, "too many requests at once");

  static Response text(int status, String text) {
    return new Response(status, "text/plain; charset=utf-8", text + "\n");
  }

  /** The bytes to send; those of HEAD have no body. */
  ByteBuffer bytes(boolean head) {
    var content = body.getBytes(UTF_8);
    var lines =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
            .formatted(
                status,
                status < 400 ? "OK" : "Error",
                contentType,
                content.length,
                status == 405 ? "Allow: GET, HEAD\r\n" : "")
            .getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(lines.length + (head ? 0 : content.length)).put(lines);
    return (head ? bytes : bytes.put(content)).flip();
  }
}
