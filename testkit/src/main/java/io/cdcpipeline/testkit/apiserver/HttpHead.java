package io.cdcpipeline.testkit.apiserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The first line and the headers of an HTTP message. */
record HttpHead(List<String> lines) {
  private static final String END = "\r\n\r\n";

  /** Up to the empty line; without any line if the other side has gone. */
  static HttpHead read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int matched = 0; matched < END.length(); ) {
      int next = in.read();
      if (next < 0) {
        return new HttpHead(List.of());
      }
      head.write(next);
      matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return new HttpHead(head.toString(StandardCharsets.ISO_8859_1).strip().lines().toList());
  }

  String firstLine() {
    return lines.isEmpty() ? "" : lines.get(0);
  }

  /** Of a header; "" without it. */
  String value(String header) {
    return lines.stream()
        .filter(line -> isHeader(line, header))
        .map(line -> line.substring(header.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The same, after whose message the connection is closed. */
  HttpHead closing() {
    List<String> kept = lines.stream().filter(line -> !isHeader(line, "Connection")).toList();
    return new HttpHead(Stream.concat(kept.stream(), Stream.of("Connection: close")).toList());
  }

  void writeTo(OutputStream out) throws IOException {
    out.write((String.join("\r\n", lines) + END).getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** An answer of the server with a JSON body. */
  static void answer(OutputStream out, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    new HttpHead(
            List.of(
                "HTTP/1.1 " + code + " " + code,
                "Content-Type: application/json",
                "Content-Length: " + bytes.length,
                "Connection: close"))
        .writeTo(out);
    out.write(bytes);
    out.flush();
  }

  private static boolean isHeader(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }
}
